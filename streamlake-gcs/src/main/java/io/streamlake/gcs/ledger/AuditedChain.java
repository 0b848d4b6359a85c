package io.streamlake.gcs.ledger;

import io.streamlake.gcs.store.StoredObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What an audit keeps of one partition: its account, the sums of its data objects, and its last
 * claim, which alone may lack objects. For one thread.
 */
final class AuditedChain {

  private final ChainAudit account;
  private final SegmentBuckets buckets = new SegmentBuckets();
  private final Map<String, StoredObject> lastObjects = new HashMap<>();
  private @Nullable LedgerEntry last;

  AuditedChain(TopicPartition partition, Read<ChainRoot> root) {
    this.account = new ChainAudit(partition, root);
  }

  ChainAudit account() {
    return account;
  }

  SegmentBuckets buckets() {
    return buckets;
  }

  /** The last claim; empty if there is none, or if it is damaged. */
  Optional<LedgerEntry> last() {
    return Optional.ofNullable(last);
  }

  /**
   * Keeps the next claim as the last one.
   *
   * @return the one before it, which must be complete; empty if it is damaged or there is none
   */
  Optional<LedgerEntry> follow(Read<LedgerEntry> claim) {
    Optional<LedgerEntry> before = last();
    before.ifPresent(this::sum);
    last = claim.value().orElse(null);
    return before;
  }

  private void sum(LedgerEntry claim) {
    FileSums sums = buckets.claimed(claim.from());
    for (FileEntry file : claim.files()) {
      sums.add(
          file.name(), Optional.of(file.content()), file.bytes(), OptionalInt.of(file.crc32c()));
    }
  }

  /** Whether a segment belongs to the last claim. */
  boolean isLast(long from) {
    return last != null && last.from() == from;
  }

  /** Keeps what a listing knows of an object of the last claim. */
  void addLastObject(StoredObject object) {
    lastObjects.put(object.name(), object);
  }

  Optional<StoredObject> lastObject(String name) {
    return Optional.ofNullable(lastObjects.get(name));
  }
}
