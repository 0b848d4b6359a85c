package io.streamlake.gcs.format;

/** Strict UTF-8, as in table 3-7 of the Unicode Standard: no overlong forms, no surrogates. */
public final class Utf8 {

  private Utf8() {}

  /**
   * Whether bytes are well-formed UTF-8.
   *
   * @param text any bytes
   * @return true for text, the empty one included
   */
  public static boolean isValid(byte[] text) {
    int index = 0;
    while (index < text.length) {
      int size = text[index] >= 0 ? 1 : sequence(text, index);
      if (size == 0) {
        return false;
      }
      index += size;
    }
    return true;
  }

  /**
   * Measures the well-formed sequence of two to four bytes that begins at an index.
   *
   * @return its size, or 0 if there is none
   */
  static int sequence(byte[] text, int index) {
    int lead = text[index] & 0xff;
    if (lead >= 0xc2 && lead <= 0xdf) {
      return isTail(text, index + 1) ? 2 : 0;
    }
    if (lead >= 0xe0 && lead <= 0xef) {
      return isSecondOfThree(lead, text, index + 1) && isTail(text, index + 2) ? 3 : 0;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
      return isSecondOfFour(lead, text, index + 1)
              && isTail(text, index + 2)
              && isTail(text, index + 3)
          ? 4
          : 0;
    }
    return 0;
  }

  private static boolean isTail(byte[] text, int index) {
    return index < text.length && (text[index] & 0xc0) == 0x80;
  }

  private static boolean isSecondOfThree(int lead, byte[] text, int index) {
    if (!isTail(text, index)) {
      return false;
    }
    int second = text[index] & 0xff;
    return switch (lead) {
      case 0xe0 -> second >= 0xa0;
      case 0xed -> second <= 0x9f;
      default -> true;
    };
  }

  private static boolean isSecondOfFour(int lead, byte[] text, int index) {
    if (!isTail(text, index)) {
      return false;
    }
    int second = text[index] & 0xff;
    return switch (lead) {
      case 0xf0 -> second >= 0x90;
      case 0xf4 -> second <= 0x8f;
      default -> true;
    };
  }
}
