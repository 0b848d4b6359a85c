package io.streamlake.gcs.ledger;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** A partition's ledger as it was read: every object of it, the damaged ones included. */
record PartitionLedger(
    TopicPartition partition, Read<ChainRoot> root, List<Read<LedgerEntry>> claims) {

  /**
   * A ledger object.
   *
   * @param name its name
   * @param from the position that its name tells; -1 for a root
   * @param value what it says; empty if it is damaged or missing
   * @param damage why there is no value; empty if there is one
   */
  record Read<T>(String name, long from, Optional<T> value, String damage) {

    static <T> Read<T> of(String name, long from, T value) {
      return new Read<>(name, from, Optional.of(value), "");
    }

    static <T> Read<T> damaged(String name, long from, String damage) {
      return new Read<>(name, from, Optional.empty(), damage);
    }
  }

  PartitionLedger {
    claims = List.copyOf(claims);
  }

  Stream<LedgerEntry> entries() {
    return claims.stream().flatMap(claim -> claim.value().stream());
  }

  /** The position from which on the ledger says nothing. */
  long tip() {
    long start = root.value().map(ChainRoot::from).orElse(0L);
    return claims.stream().mapToLong(PartitionLedger::end).reduce(start, Math::max);
  }

  boolean isDamagedAt(long from) {
    return claims.stream().anyMatch(claim -> claim.from() == from && claim.value().isEmpty());
  }

  private static long end(Read<LedgerEntry> claim) {
    return claim.value().map(LedgerEntry::next).orElse(claim.from());
  }
}
