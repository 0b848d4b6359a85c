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

  private static final int INITIAL_BYTES = 4 * 1024;

  /** A larger array is given back before the next line, or one large record would cost for ever. */
  private static final int RETAINED_BYTES = 1024 * 1024;

  /** The longest escape (six bytes), and a word that may be written past the end of a text. */
  private static final int SLACK = 16;

  private final int maxLength;
  private byte[] array = new byte[INITIAL_BYTES];
  private int length;

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
    ensure(bytes.length);
    System.arraycopy(bytes, 0, array, length, bytes.length);
    length += bytes.length;
  }

  void putAscii(String text) {
    ensure(text.length());
    for (int index = 0; index < text.length(); index++) {
      array[length++] = (byte) text.charAt(index);
    }
  }

  void putNumber(long number) {
    ensure(20);
    if (number < 0) {
      array[length++] = '-';
    }
    int end = length + digits(number);
    length = end;
    long rest = number;
    do {
      // Negative remainders: Long.MIN_VALUE has no positive counterpart.
      array[--end] = (byte) ('0' + Math.abs(rest % 10));
      rest /= 10;
    } while (rest != 0);
  }

  /**
   * Puts bytes as a JSON string, if they are valid UTF-8.
   *
   * @return false if they are not; what was put must then be taken back by the caller
   */
  boolean putText(byte[] text) {
    put('"');
    ensure(text.length);
    int index = 0;
    while (index < text.length) {
      index = putPlain(text, index);
      if (index == text.length) {
        break;
      }
      int next = text[index] < 0 ? putSequence(text, index) : putEscape(text, index);
      if (next < 0) {
        return false;
      }
      index = next;
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

  /** Copies until the end, or to the first byte that is not plain ASCII, eight bytes at once. */
  private int putPlain(byte[] text, int from) {
    byte[] target = array;
    int to = length;
    int index = from;
    for (; index + Long.BYTES <= text.length; index += Long.BYTES) {
      long word = (long) WORD.get(text, index);
      WORD.set(target, to, word);
      long special = special(word);
      if (special != 0) {
        int plain = Long.numberOfTrailingZeros(special) >>> 3;
        length = to + plain;
        return index + plain;
      }
      to += Long.BYTES;
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

  private static int digits(long number) {
    int digits = 1;
    for (long rest = number / 10; rest != 0; rest /= 10) {
      digits++;
    }
    return digits;
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
