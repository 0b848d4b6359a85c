package io.streamlake.core;

/**
 * Which records wait for each other. Within one assignment, records of one lane are handled one at
 * a time and in the order of their offsets, and whenever one is handled again, those of its lane
 * that follow it follow it again. A record that is tried again, held, or whose dead letter is held,
 * keeps only its own lane waiting.
 *
 * <p>What is committed is the same with all of them: nothing beyond the lowest offset that is not
 * safe. So the wider the records behind it have run ahead, the more of them are handled again after
 * a crash or a rebalance.
 * <!-- snippet: key-ordering -->
 *
 * <pre>{@code
 * Consumer<ConsumerLoopBuilder> byKey =
 *     loop ->
 *         loop.handler(order -> save(new String(order.value(), UTF_8)))
 *             .ordering(Ordering.KEY) // each key in order, a stuck one stops no other
 *             .concurrency(256);
 * }</pre>
 */
public enum Ordering {
  /** One lane for each partition, the cheapest: nothing is queued or handed over for a record. */
  PARTITION,
  /**
   * One lane for each key of a partition, by the equality of its bytes; {@link NullKeys} says what
   * becomes of records without a key. A key has a lane only while it has records.
   */
  KEY,
  /** No lanes: each record for itself. */
  UNORDERED
}
