package io.streamlake.lab.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.SplittableRandom;

/** JSON values of one size and with about the entropy of real events. Not thread-safe. */
final class OrderValues {

  /** The smallest value that holds all its fields. */
  static final int SMALLEST = 140;

  private static final List<String> WORDS =
      List.of(
          "please",
          "deliver",
          "before",
          "noon",
          "gift",
          "wrapped",
          "leave",
          "with",
          "neighbour",
          "ring",
          "twice",
          "fragile",
          "second",
          "floor",
          "invoice",
          "attached",
          "reorder",
          "from",
          "spring",
          "catalogue",
          "paid",
          "by",
          "transfer",
          "no",
          "substitutes",
          "thank",
          "you",
          "express",
          "pickup",
          "station",
          "seven",
          "returning",
          "customer",
          "bulk",
          "discount");

  private final SplittableRandom random;
  private final int size;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param size the bytes of each value, at least {@link #SMALLEST}
   */
  OrderValues(long seed, int size) {
    if (size < SMALLEST) {
      throw new IllegalArgumentException("size must be at least " + SMALLEST + ", but is " + size);
    }
    this.random = new SplittableRandom(seed);
    this.size = size;
  }

  /** The next value, of exactly the size. */
  byte[] next() {
    text.setLength(0);
    text.append("{\"order_id\":\"")
        .append(Long.toHexString(random.nextLong() | Long.MIN_VALUE))
        .append("\",\"customer\":")
        .append(10_000 + random.nextInt(90_000))
        .append(",\"sku\":\"A-")
        .append(100_000 + random.nextInt(900_000))
        .append("\",\"quantity\":")
        .append(1 + random.nextInt(9))
        .append(",\"cents\":")
        .append(random.nextInt(100_000))
        .append(",\"note\":\"");
    while (text.length() < size - 2) {
      text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
    }
    text.setLength(size - 2);
    return text.append("\"}").toString().getBytes(UTF_8);
  }
}
