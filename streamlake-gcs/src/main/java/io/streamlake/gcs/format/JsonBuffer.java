package io.streamlake.gcs.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of JSON text with a limit. For one thread. */
final class JsonBuffer {

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
          .getBytes(StandardCharsets.US_ASCII);

  /** The two digits of each number below 100. */
  private static final byte[] TENS = new byte[100];

  private static final byte[] UNITS = new byte[100];

  static {
    for (int number = 0; number < 100; number++) {
      TENS[number] = (byte) ('0' + number / 10);
      UNITS[number] = (byte) ('0' + number % 10);
    }
  }

  private static final int INITIAL_BYTES = 4 * 1024;

  /** A larger array is given back before the next line, or one large record would cost for ever. */
  private static final int RETAINED_BYTES = 1024 * 1024;

  /** The longest escape (six bytes), and a word that may be written past the end of a text. */
  private static final int SLACK = 16;

  private final int maxLength;
  private byte[] array = new byte[INITIAL_BYTES];
  private int length;
  private final byte[] digits = new byte[Long.toString(Long.MAX_VALUE).length()];

  JsonBuffer(int maxLength) {
    if (maxLength < 1) {
      throw new IllegalArgumentException("maxLength must be positive: " + maxLength);
    }
    this.maxLength = Math.min(maxLength, Integer.MAX_VALUE / 2);
  }

  byte[] array() {
    return array;
  }

  int length() {
    return length;
  }

  int maxLength() {
    return maxLength;
  }

  void clear() {
    length = 0;
    if (array.length > RETAINED_BYTES) {
      array = new byte[INITIAL_BYTES];
    }
  }

  void rewind(int earlierLength) {
    length = earlierLength;
  }

  void checkLength() {
    if (length > maxLength) {
      throw new FullException();
    }
  }

  void put(char ascii) {
    ensure(1);
    array[length++] = (byte) ascii;
  }

  void put(byte[] bytes) {
    put(bytes, 0, bytes.length);
  }

  private void put(byte[] bytes, int from, int count) {
    ensure(count);
    System.arraycopy(bytes, from, array, length, count);
    length += count;
  }

  void putAscii(String text) {
    ensure(text.length());
    for (int index = 0; index < text.length(); index++) {
      array[length++] = (byte) text.charAt(index);
    }
  }

  void putNumber(long number) {
    if (number < 0) {
      putAscii(Long.toString(number));
      return;
    }
    int at = digits.length;
    long rest = number;
    while (rest >= 10) {
      long tens = rest / 100;
      int pair = (int) (rest - tens * 100);
      digits[--at] = UNITS[pair];
      digits[--at] = TENS[pair];
      rest = tens;
    }
    if (rest > 0 || at == digits.length) {
      digits[--at] = (byte) ('0' + rest);
    }
    put(digits, at, digits.length - at);
  }

  /**
   * Puts bytes as a JSON string, if they are valid UTF-8.
   *
   * @return false if they are not; what was put must then be taken back by the caller
   */
  boolean putText(byte[] text) {
    put('"');
    ensure(text.length);
    int index = putPlain(text, 0);
    while (index < text.length) {
      int next = text[index] < 0 ? putSequence(text, index) : putEscape(text, index);
      if (next < 0) {
        return false;
      }
      index = putPlain(text, next);
    }
    put('"');
    return true;
  }

  void putBase64(byte[] bytes) {
    ensure((int) Math.min(Integer.MAX_VALUE / 2, 4L * ((bytes.length + 2L) / 3) + 2));
    array[length++] = '"';
    int index = 0;
    for (; index + 2 < bytes.length; index += 3) {
      int bits = triple(bytes[index], bytes[index + 1], bytes[index + 2]);
      putSextets(bits, 4);
    }
    int left = bytes.length - index;
    if (left > 0) {
      int bits = triple(bytes[index], left == 2 ? bytes[index + 1] : 0, (byte) 0);
      putSextets(bits, left + 1);
      for (int pad = left; pad < 3; pad++) {
        array[length++] = '=';
      }
    }
    array[length++] = '"';
  }

  /**
   * Copies until the end, or to the first byte that is neither plain ASCII nor a quote, eight bytes
   * at once. Quotes are what most values are full of, JSON in JSON, so they are escaped in passing.
   */
  private int putPlain(byte[] text, int from) {
    byte[] target = array;
    int to = length;
    int index = from;
    while (index + Long.BYTES <= text.length) {
      long word = (long) WORD.get(text, index);
      WORD.set(target, to, word);
      long special = special(word);
      int plain = special == 0 ? Long.BYTES : Long.numberOfTrailingZeros(special) >>> 3;
      index += plain;
      to += plain;
      if (special == 0) {
        continue;
      }
      if (text[index] != '"') {
        length = to;
        return index;
      }
      if (target.length - to < text.length - index + SLACK) {
        length = to;
        ensure(text.length - index + 1);
        target = array;
      }
      target[to++] = '\\';
      target[to++] = '"';
      index++;
    }
    while (index < text.length && isPlain(text[index])) {
      target[to++] = text[index++];
    }
    length = to;
    return index;
  }

  /**
   * Marks the high bit of each byte that is a control, a quote, a backslash or not ASCII. A borrow
   * may mark bytes above the lowest marked one wrongly; only the lowest is used.
   */
  private static long special(long word) {
    long quote = word ^ (ONES * '"');
    long backslash = word ^ (ONES * '\\');
    long controls = (word - ONES * ' ') & ~word;
    long quotes = (quote - ONES) & ~quote;
    long backslashes = (backslash - ONES) & ~backslash;
    return (word | controls | quotes | backslashes) & HIGH_BITS;
  }

  private static boolean isPlain(byte octet) {
    return octet >= ' ' && octet != '"' && octet != '\\';
  }

  private int putEscape(byte[] text, int index) {
    ensure(text.length - index + 6);
    byte octet = text[index];
    byte letter =
        switch (octet) {
          case '"', '\\' -> octet;
          case '\b' -> 'b';
          case '\t' -> 't';
          case '\n' -> 'n';
          case '\f' -> 'f';
          case '\r' -> 'r';
          default -> 'u';
        };
    array[length++] = '\\';
    array[length++] = letter;
    if (letter == 'u') {
      array[length++] = '0';
      array[length++] = '0';
      array[length++] = HEX[octet >> 4];
      array[length++] = HEX[octet & 0xf];
    }
    return index + 1;
  }

  private int putSequence(byte[] text, int index) {
    int size = Utf8.sequence(text, index);
    if (size == 0) {
      return -1;
    }
    for (int octet = 0; octet < size; octet++) {
      array[length++] = text[index + octet];
    }
    return index + size;
  }

  private void putSextets(int bits, int count) {
    for (int sextet = 0; sextet < count; sextet++) {
      array[length++] = BASE64[(bits >>> (18 - 6 * sextet)) & 0x3f];
    }
  }

  private static int triple(byte first, byte second, byte third) {
    return (first & 0xff) << 16 | (second & 0xff) << 8 | (third & 0xff);
  }

  private void ensure(int more) {
    long needed = (long) length + more;
    if (needed + SLACK <= array.length) {
      return;
    }
    if (needed > maxLength + (long) SLACK) {
      throw new FullException();
    }
    long grown = Math.max(needed, Math.min(2L * array.length, maxLength));
    array = Arrays.copyOf(array, (int) grown + 2 * SLACK);
  }

  /** The limit is reached. Thrown for control only, therefore without a stack trace. */
  static final class FullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FullException() {
      super(null, null, false, false);
    }
  }
}
