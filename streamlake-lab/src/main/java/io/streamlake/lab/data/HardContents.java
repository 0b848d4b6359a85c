package io.streamlake.lab.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A seeded source of record contents that writers get wrong: null, empty and non-UTF-8 bytes,
 * duplicate and null headers, records of about 1 MiB, late and absurd timestamps. Not thread-safe.
 */
final class HardContents {

  /** As large as a record may be under the client's and the broker's default limits. */
  static final int LARGE = 1_047_000;

  private static final Instant START = Instant.parse("2024-02-28T21:30:00Z");
  private static final Duration SPAN = Duration.ofDays(3);

  /** Edges of the dates that a lake gives a folder of their own. */
  private static final List<Long> EDGES =
      List.of(
          0L,
          1L,
          Instant.parse("1999-12-31T23:59:59.999Z").toEpochMilli(),
          Instant.parse("2000-01-01T00:00:00Z").toEpochMilli(),
          Instant.parse("2024-02-29T22:59:59.999Z").toEpochMilli(),
          Instant.parse("2024-02-29T23:00:00Z").toEpochMilli(),
          Instant.parse("2100-12-31T23:59:59.999Z").toEpochMilli(),
          Instant.parse("2101-01-01T00:00:00Z").toEpochMilli(),
          Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli(),
          Long.MAX_VALUE);

  private static final List<String> TEXTS =
      List.of(
          "null",
          "\"quoted\" \\ back\\slash / slash",
          "line\nfeed\r\ncarriage\ttab\b\f",
          "\u0000\u0001\u001f\u007f\u0080\u009f",
          "\u2028 and \u2029 and \uFEFF",
          "Grüße, 世界, 🚢🌊, e\u0301",
          "\uFFFD is text too",
          "{\"value_base64\":\"AAAA\"}",
          "AAAA",
          " leading and trailing ");

  private final Random random;
  private final int largeEvery;
  private final long latestMillis;

  /** Contents of all dates. */
  HardContents(long seed, int largeEvery) {
    this(seed, largeEvery, Long.MAX_VALUE);
  }

  /**
   * @param largeEvery one in how many records is about 1 MiB; 0 for none
   * @param latestMillis the latest timestamp
   */
  HardContents(long seed, int largeEvery, long latestMillis) {
    this.random = new Random(seed);
    this.largeEvery = largeEvery;
    this.latestMillis = latestMillis;
  }

  /** The next content, with a timestamp that a producer accepts. */
  RawContent next() {
    boolean isLarge = largeEvery > 0 && random.nextInt(largeEvery) == 0;
    return new RawContent(
        RecordStamp.created(timestamp()), bytes(), isLarge ? large() : bytes(), headers());
  }

  /** The next content, with the timestamp -1, which no producer sends. */
  RawContent nextUndated() {
    return new RawContent(RecordStamp.created(-1), bytes(), bytes(), headers());
  }

  private long timestamp() {
    if (random.nextInt(50) == 0) {
      return Math.min(latestMillis, EDGES.get(random.nextInt(EDGES.size())));
    }
    return START.toEpochMilli() + (long) (random.nextDouble() * SPAN.toMillis());
  }

  private List<RawHeader> headers() {
    List<RawHeader> headers = new ArrayList<>();
    int count = random.nextInt(3) == 0 ? random.nextInt(6) : 0;
    for (int i = 0; i < count; i++) {
      String key = random.nextBoolean() ? "trace" : TEXTS.get(random.nextInt(TEXTS.size()));
      headers.add(new RawHeader(random.nextInt(8) == 0 ? "" : key, bytes()));
    }
    return headers;
  }

  private byte @Nullable [] bytes() {
    return switch (random.nextInt(10)) {
      case 0 -> null;
      case 1 -> new byte[0];
      case 2 -> noise(1 + random.nextInt(300));
      case 3 -> broken();
      case 4, 5 -> TEXTS.get(random.nextInt(TEXTS.size())).getBytes(UTF_8);
      default -> plain();
    };
  }

  private byte[] plain() {
    return ("{\"id\":"
            + random.nextLong()
            + ",\"note\":\""
            + "x".repeat(random.nextInt(200))
            + "\"}")
        .getBytes(UTF_8);
  }

  /**
   * Text up to a byte or two that UTF-8 forbids: cut short, overlong, a surrogate, out of range.
   */
  private byte[] broken() {
    byte[][] endings = {
      {(byte) 0xC3},
      {(byte) 0xE2, (byte) 0x82},
      {(byte) 0xC0, (byte) 0x80},
      {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
      {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
      {(byte) 0xFF}
    };
    byte[] ending = endings[random.nextInt(endings.length)];
    byte[] text = TEXTS.get(random.nextInt(TEXTS.size())).getBytes(UTF_8);
    byte[] whole = new byte[text.length + ending.length];
    System.arraycopy(text, 0, whole, 0, text.length);
    System.arraycopy(ending, 0, whole, text.length, ending.length);
    return whole;
  }

  private byte[] large() {
    int size = LARGE - random.nextInt(2_000) - 20_000;
    return random.nextBoolean()
        ? noise(size)
        : "large and plain ".repeat(size / 16).getBytes(UTF_8);
  }

  private byte[] noise(int size) {
    byte[] noise = new byte[size];
    random.nextBytes(noise);
    return noise;
  }
}
