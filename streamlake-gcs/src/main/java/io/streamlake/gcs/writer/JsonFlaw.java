package io.streamlake.gcs.writer;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Locale;

/**
 * Finds where a text that is not JSON (RFC 8259) stops being the beginning of one, to say so in a
 * dead letter. Parsers name places and remedies in terms of their own.
 */
final class JsonFlaw {

  private static final String ESCAPES = "\"\\/bfnrt";
  private static final int FIRST_PRINTABLE = ' ';

  /** What may come next, white space apart. */
  private enum Expected {
    VALUE,
    VALUE_OR_END,
    NAME,
    NAME_OR_END,
    COLON,
    COMMA_OR_END,
    NOTHING
  }

  private final byte[] text;
  private final BitSet objects = new BitSet();
  private int depth;
  private int at;
  private Expected expected = Expected.VALUE;

  private JsonFlaw(byte[] text) {
    this.text = text;
  }

  /**
   * Says what is wrong with a text, and where.
   *
   * @param text valid UTF-8
   * @return part of a sentence, "unexpected 'b' at line 3, column 3 (byte 15)"
   */
  static String describe(byte[] text) {
    JsonFlaw flaw = new JsonFlaw(text);
    boolean passed = flaw.pass();
    if (flaw.at == text.length) {
      return passed ? "it cannot be read" : "it ends too early, after " + text.length + " bytes";
    }
    String what =
        flaw.expected == Expected.NOTHING
            ? "it goes on after its end with "
            : "there is an unexpected ";
    return what + flaw.character() + " at " + flaw.place();
  }

  /** Goes on to the first byte that cannot stand where it does, or to the end of a whole text. */
  private boolean pass() {
    for (skipSpace(); at < text.length; skipSpace()) {
      if (!passStep(text[at])) {
        return false;
      }
    }
    return expected == Expected.NOTHING;
  }

  private boolean passStep(byte next) {
    return switch (expected) {
      case VALUE -> passValue(next);
      case VALUE_OR_END -> next == ']' ? close() : passValue(next);
      case NAME -> next == '"' && passString() && expect(Expected.COLON);
      case NAME_OR_END ->
          next == '}' ? close() : next == '"' && passString() && expect(Expected.COLON);
      case COLON -> next == ':' && skip() && expect(Expected.VALUE);
      case COMMA_OR_END ->
          next == ','
              ? skip() && expect(objects.get(depth) ? Expected.NAME : Expected.VALUE)
              : next == (objects.get(depth) ? '}' : ']') && close();
      case NOTHING -> false;
    };
  }

  private boolean passValue(byte next) {
    return switch (next) {
      case '{' -> open(true) && expect(Expected.NAME_OR_END);
      case '[' -> open(false) && expect(Expected.VALUE_OR_END);
      case '"' -> passString() && end();
      case 't' -> passWord("true") && end();
      case 'f' -> passWord("false") && end();
      case 'n' -> passWord("null") && end();
      default -> passNumber() && end();
    };
  }

  private boolean passString() {
    skip();
    while (at < text.length && text[at] != '"') {
      if (text[at] == '\\') {
        skip();
        if (!passEscape()) {
          return false;
        }
      } else if (text[at] >= 0 && text[at] < FIRST_PRINTABLE) {
        return false;
      } else {
        skip();
      }
    }
    return at < text.length && skip();
  }

  private boolean passEscape() {
    if (at < text.length && text[at] == 'u') {
      skip();
      for (int digit = 0; digit < 4; digit++) {
        if (at == text.length || Character.digit(text[at], 16) < 0) {
          return false;
        }
        skip();
      }
      return true;
    }
    return at < text.length && ESCAPES.indexOf(text[at]) >= 0 && skip();
  }

  private boolean passWord(String word) {
    for (int index = 0; index < word.length(); index++) {
      if (!isNext(word.charAt(index))) {
        return false;
      }
      skip();
    }
    return true;
  }

  private boolean passNumber() {
    if (isNext('-')) {
      skip();
    }
    if (isNext('0')) {
      skip();
    } else if (!passDigits()) {
      return false;
    }
    if (isNext('.') && !(skip() && passDigits())) {
      return false;
    }
    if (!isNext('e') && !isNext('E')) {
      return true;
    }
    skip();
    if (isNext('+') || isNext('-')) {
      skip();
    }
    return passDigits();
  }

  private boolean passDigits() {
    int from = at;
    while (at < text.length && text[at] >= '0' && text[at] <= '9') {
      skip();
    }
    return at > from;
  }

  private void skipSpace() {
    while (isNext(' ') || isNext('\t') || isNext('\n') || isNext('\r')) {
      skip();
    }
  }

  private boolean isNext(char ascii) {
    return at < text.length && text[at] == ascii;
  }

  private boolean skip() {
    at++;
    return true;
  }

  private boolean open(boolean isObject) {
    depth++;
    objects.set(depth, isObject);
    return skip();
  }

  private boolean close() {
    depth--;
    return skip() && end();
  }

  private boolean end() {
    return expect(depth == 0 ? Expected.NOTHING : Expected.COMMA_OR_END);
  }

  private boolean expect(Expected next) {
    expected = next;
    return true;
  }

  private String character() {
    String rest = new String(text, at, Math.min(4, text.length - at), StandardCharsets.UTF_8);
    int codePoint = rest.codePointAt(0);
    String number = String.format(Locale.ROOT, "U+%04X", codePoint);
    if (codePoint == '\uFEFF') {
      return number + " (a byte order mark)";
    }
    boolean isVisible =
        Character.isLetterOrDigit(codePoint) || (codePoint > ' ' && codePoint < 127);
    return isVisible ? "'" + Character.toString(codePoint) + "' (" + number + ")" : number;
  }

  private String place() {
    String before = new String(text, 0, at, StandardCharsets.UTF_8);
    long line = before.chars().filter(each -> each == '\n').count() + 1;
    int lineStart = before.lastIndexOf('\n') + 1;
    int column = before.codePointCount(lineStart, before.length()) + 1;
    return "line " + line + ", column " + column + " (byte " + at + ")";
  }
}
