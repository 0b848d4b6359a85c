package io.streamlake.gcs.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A claim: the ledger entry of one segment. It is created before the segment's data objects and
 * pins everything that completing it takes. An amendment is another one beside it, of what the log
 * still had when the claim was completed.
 *
 * @param version of this document; 1
 * @param chain the chain's id, as in its root
 * @param clusterId the Kafka cluster's id; null if it is unknown
 * @param topic the topic
 * @param topicId the topic's id; null if it is unknown
 * @param partition the partition's number
 * @param from the first position: the root's, or the {@code next} of a complete entry
 * @param next the position after the last
 * @param nonce random for each attempt to claim; bytes equal to one's own mean a claim of one's own
 * @param records how many records the files hold in all
 * @param deadLetters offsets that went to the dead letters, ascending
 * @param holes offsets that are knowingly missing, ascending
 * @param absent how many offsets the log did not deliver: markers, compaction
 * @param files the data objects, one a folder
 * @param format {@code jsonl}, {@code avro} or {@code parquet}
 * @param compression the codec's name in settings
 * @param folders the folders' name in settings
 * @param isolationLevel of the consumer, as in Kafka's settings
 * @param writer who claimed, for people
 * @param createdAt when, by the writer's clock
 */
@JsonPropertyOrder({
  "version",
  "chain",
  "cluster_id",
  "topic",
  "topic_id",
  "partition",
  "from",
  "next",
  "nonce",
  "records",
  "dead_letters",
  "holes",
  "absent",
  "files",
  "format",
  "compression",
  "folders",
  "isolation_level",
  "writer",
  "created_at"
})
public record LedgerEntry(
    int version,
    String chain,
    @Nullable String clusterId,
    String topic,
    @Nullable String topicId,
    int partition,
    long from,
    long next,
    String nonce,
    long records,
    List<OffsetRange> deadLetters,
    List<Hole> holes,
    long absent,
    List<FileEntry> files,
    String format,
    String compression,
    String folders,
    String isolationLevel,
    String writer,
    @JsonSerialize(using = InstantJson.Writer.class)
        @JsonDeserialize(using = InstantJson.Reader.class)
        Instant createdAt) {

  /** Checks the components, and that the account adds up. */
  public LedgerEntry {
    LedgerJson.checkVersion(version);
    CommitMetadata.checkChain(chain);
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(nonce, "nonce");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(compression, "compression");
    Objects.requireNonNull(folders, "folders");
    Objects.requireNonNull(isolationLevel, "isolation_level");
    Objects.requireNonNull(writer, "writer");
    Objects.requireNonNull(createdAt, "created_at");
    deadLetters = List.copyOf(Objects.requireNonNull(deadLetters, "dead_letters"));
    holes = List.copyOf(Objects.requireNonNull(holes, "holes"));
    files = List.copyOf(Objects.requireNonNull(files, "files"));
    if (partition < 0 || from < 0 || next <= from || absent < 0) {
      throw new IllegalArgumentException(
          "partition, from and absent must be 0 or more and next above from: "
              + List.of(partition, from, absent, next));
    }
    Account.check(new Account(from, next, records, absent), deadLetters, holes, files);
  }

  /**
   * The topic-partition of the segment.
   *
   * @return topic and partition
   */
  public TopicPartition topicPartition() {
    return new TopicPartition(topic, partition);
  }

  /**
   * What is pinned of one data object.
   *
   * @param name the object's name
   * @return the file; empty if there is none of that name
   */
  public Optional<FileEntry> file(String name) {
    return files.stream().filter(file -> file.name().equals(name)).findFirst();
  }

  /**
   * Whether this is an amendment of a claim: it tells of the same range of the same chain, with the
   * same dead letters, and of no file that the claim does not have.
   *
   * @param claim the claim
   * @return true if it may stand beside the claim
   */
  public boolean amends(LedgerEntry claim) {
    return chain.equals(claim.chain)
        && topicPartition().equals(claim.topicPartition())
        && from == claim.from
        && next == claim.next
        && deadLetters.equals(claim.deadLetters)
        && files.stream().allMatch(file -> claim.file(file.name()).isPresent());
  }

  /**
   * How many offsets went to the dead letters.
   *
   * @return 0 or more
   */
  public long deadLetterCount() {
    return deadLetters.stream().mapToLong(OffsetRange::count).sum();
  }

  /**
   * How many offsets are knowingly missing.
   *
   * @return 0 or more
   */
  public long holeCount() {
    return holes.stream().mapToLong(Hole::count).sum();
  }

  /**
   * Whether a record was not to be landed: its offset is a dead letter or in a hole.
   *
   * @param offset an offset of the segment
   * @return true if the claim excludes it from the files
   */
  public boolean isExcluded(long offset) {
    int range = firstNotBelow(deadLetters, OffsetRange::last, offset);
    int hole = firstNotBelow(holes, each -> each.next() - 1, offset);
    return (range < deadLetters.size() && deadLetters.get(range).contains(offset))
        || (hole < holes.size() && holes.get(hole).contains(offset));
  }

  /** By bisection: there may be thousands of ranges, and this is asked for each record. */
  private static <T> int firstNotBelow(List<T> ranges, ToLongFunction<T> last, long offset) {
    int low = 0;
    int high = ranges.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (last.applyAsLong(ranges.get(middle)) < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
