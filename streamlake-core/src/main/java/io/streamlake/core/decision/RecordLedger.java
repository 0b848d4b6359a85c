package io.streamlake.core.decision;

/**
 * What became of a partition's records, in records. It balances always: {@code consumed = done +
 * deadLettered + skipped + inFlight + abandoned}; one that does not cannot be made.
 *
 * @param consumed how many a poll returned; those that are read again count again
 * @param done how many the handler made safe
 * @param deadLettered how many the dead-letter sink acknowledged
 * @param skipped how many were given up by a policy that says so by name
 * @param inFlight how many are fetched and not settled, those included that no handler has seen yet
 * @param abandoned how many were in flight when their epoch ended: whoever has the partition next
 *     reads them again
 */
public record RecordLedger(
    long consumed, long done, long deadLettered, long skipped, long inFlight, long abandoned) {

  /** The ledger of a partition that has read nothing. */
  public static final RecordLedger EMPTY = new RecordLedger(0, 0, 0, 0, 0, 0);

  /** Checks that nothing is negative, and that it balances. */
  public RecordLedger {
    if (Math.min(Math.min(done, deadLettered), Math.min(skipped, Math.min(inFlight, abandoned)))
        < 0) {
      throw new IllegalArgumentException(
          "no count may be negative: done=%d deadLettered=%d skipped=%d inFlight=%d abandoned=%d"
              .formatted(done, deadLettered, skipped, inFlight, abandoned));
    }
    if (consumed != done + deadLettered + skipped + inFlight + abandoned) {
      throw new IllegalArgumentException(
          "consumed=%d does not balance: done=%d deadLettered=%d skipped=%d inFlight=%d abandoned=%d"
              .formatted(consumed, done, deadLettered, skipped, inFlight, abandoned));
    }
  }

  /**
   * Takes in what a poll returned.
   *
   * @param records how many, not negative
   * @return the ledger after it
   */
  public RecordLedger consume(long records) {
    return new RecordLedger(
        consumed + records, done, deadLettered, skipped, inFlight + records, abandoned);
  }

  /**
   * Takes in what the handler made safe.
   *
   * @param records how many of those in flight
   * @return the ledger after it
   * @throws IllegalArgumentException if fewer are in flight
   */
  public RecordLedger finish(long records) {
    return new RecordLedger(
        consumed, done + records, deadLettered, skipped, inFlight - records, abandoned);
  }

  /**
   * Takes in what the dead-letter sink acknowledged.
   *
   * @param records how many of those in flight
   * @return the ledger after it
   * @throws IllegalArgumentException if fewer are in flight
   */
  public RecordLedger deadLetter(long records) {
    return new RecordLedger(
        consumed, done, deadLettered + records, skipped, inFlight - records, abandoned);
  }

  /**
   * Takes in what was skipped by name.
   *
   * @param records how many of those in flight
   * @return the ledger after it
   * @throws IllegalArgumentException if fewer are in flight
   */
  public RecordLedger skip(long records) {
    return new RecordLedger(
        consumed, done, deadLettered, skipped + records, inFlight - records, abandoned);
  }

  /**
   * Ends the epoch: what is in flight is abandoned.
   *
   * @return the ledger after it, with nothing in flight
   */
  public RecordLedger abandon() {
    return new RecordLedger(consumed, done, deadLettered, skipped, 0, abandoned + inFlight);
  }

  /**
   * Adds up the ledgers of two epochs.
   *
   * @param other of another epoch, or of another partition
   * @return the sum
   */
  public RecordLedger plus(RecordLedger other) {
    return new RecordLedger(
        consumed + other.consumed,
        done + other.done,
        deadLettered + other.deadLettered,
        skipped + other.skipped,
        inFlight + other.inFlight,
        abandoned + other.abandoned);
  }
}
