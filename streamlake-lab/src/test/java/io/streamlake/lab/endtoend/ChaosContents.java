package io.streamlake.lab.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlake.lab.data.OrderSamples;
import io.streamlake.lab.data.RawContent;
import io.streamlake.lab.data.RecordStamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A seeded source of orders: some late by hours, some tombstones, some without a key, and every so
 * often one that is not JSON; and of documents that hardly compress. Not thread-safe.
 */
final class ChaosContents {

  private static final int POISON_EVERY = 250;
  private static final int TOMBSTONE_EVERY = 20;
  private static final int KEYLESS_EVERY = 50;
  private static final int LATE_EVERY = 8;
  private static final int LATEST_HOURS = 3;
  private static final int DOCUMENT_BYTES = 675_000;
  private static final Duration SPAN = Duration.ofMinutes(1);

  private final Random random;
  private final Instant start = Instant.now();
  private final OrderSamples samples = new OrderSamples(start, SPAN, POISON_EVERY);
  private int orders;

  ChaosContents(long seed) {
    this.random = new Random(seed);
  }

  /** The next order. */
  RawContent order() {
    RawContent order = samples.order(orders++, Integer.MAX_VALUE);
    return new RawContent(
        stamp(),
        isOneOf(KEYLESS_EVERY) ? null : order.key(),
        isOneOf(TOMBSTONE_EVERY) ? null : order.value(),
        order.headers());
  }

  /** The next document: a JSON text of some 900 KB. */
  RawContent document() {
    byte[] noise = new byte[DOCUMENT_BYTES];
    random.nextBytes(noise);
    byte[] text = ('"' + Base64.getEncoder().encodeToString(noise) + '"').getBytes(UTF_8);
    return new RawContent(created(0), key("D-" + random.nextInt(100)), text, List.of());
  }

  private RecordStamp stamp() {
    return created(isOneOf(LATE_EVERY) ? 1 + random.nextInt(LATEST_HOURS) : 0);
  }

  private RecordStamp created(int hoursLate) {
    return RecordStamp.created(start.minus(Duration.ofHours(hoursLate)).toEpochMilli());
  }

  private boolean isOneOf(int many) {
    return random.nextInt(many) == 0;
  }

  private static byte @Nullable [] key(String text) {
    return text.getBytes(UTF_8);
  }
}
