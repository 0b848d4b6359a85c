package io.streamlake.gcs.complete;

import io.streamlake.gcs.ledger.CommitMetadata;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Where a partition's log ends. A value.
 *
 * @param beginning the first offset that the log still holds
 * @param end the position behind its last record, as readers of the consumer's isolation level see
 *     it
 * @param committed what the group has committed; empty if nothing
 */
public record LogEnd(long beginning, long end, Optional<OffsetAndMetadata> committed) {

  /** Checks the components. */
  public LogEnd {
    Objects.requireNonNull(committed, "committed");
    if (beginning < 0 || end < 0) {
      throw new IllegalArgumentException(
          "beginning and end must not be negative: " + beginning + ", " + end);
    }
  }

  /** Whether there is nothing that could be landed; what is gone never will be. */
  boolean isEmpty() {
    return beginning >= end;
  }

  /**
   * Whether a chain has all of the log: its tip is at the end, or valid commit metadata says that
   * nothing but transaction markers lies between.
   */
  boolean isReached(long tip, Optional<String> chain) {
    return isEmpty() || tip >= end || (chain.isPresent() && committed(tip, chain.get()) >= end);
  }

  private long committed(long tip, String chain) {
    return committed
        .flatMap(
            offset ->
                CommitMetadata.parse(offset.metadata())
                    .filter(metadata -> metadata.isOf(offset.offset())))
        .filter(metadata -> metadata.chain().equals(chain) && metadata.next() == tip)
        .map(CommitMetadata::at)
        .orElse(tip);
  }
}
