package io.streamlake.gcs.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;

/**
 * What an audit found.
 *
 * @param location the store's location
 * @param dataset the dataset
 * @param deep whether every data object was decoded
 * @param partitions each partition that has a ledger, by topic and number
 * @param findings all that was noticed, by topic and partition
 */
public record AuditReport(
    String location,
    String dataset,
    boolean deep,
    List<PartitionReport> partitions,
    List<Finding> findings) {

  /** Copies the lists. */
  public AuditReport {
    partitions = List.copyOf(partitions);
    findings = List.copyOf(findings);
  }

  /**
   * What a partition's ledger accounts for.
   *
   * @param topic the topic
   * @param partition the partition's number
   * @param chain the chain's id; empty if there is no readable root
   * @param from where the chain starts; -1 if there is no readable root
   * @param tip the position after the last claim
   * @param segments readable claims
   * @param records landed records
   * @param deadLetters offsets in the dead letters
   * @param holes offsets that are knowingly missing
   * @param absent offsets that the log did not deliver
   */
  public record PartitionReport(
      String topic,
      int partition,
      String chain,
      long from,
      long tip,
      long segments,
      long records,
      long deadLetters,
      long holes,
      long absent) {}

  /**
   * The exit code of {@code verify}: the lowest of all failures.
   *
   * @return 0 if there is no failure
   */
  public int exitCode() {
    return findings.stream()
        .mapToInt(finding -> finding.kind().exitCode())
        .filter(code -> code != 0)
        .min()
        .orElse(0);
  }

  /**
   * What the bucket alone cannot prove, whatever was found.
   *
   * @return a sentence each, for people; the last one is always there
   */
  @JsonProperty
  public List<String> unproved() {
    List<String> unproved = new ArrayList<>();
    long absent = partitions.stream().mapToLong(PartitionReport::absent).sum();
    if (absent > 0) {
      unproved.add(
          "what the "
              + absent
              + " absent offsets were: transaction markers, aborted records and what compaction"
              + " removed are delivered to nobody; only the topic's log could prove it");
    }
    if (!deep) {
      unproved.add("that the data can be decoded: it was not read (--deep)");
    }
    unproved.add("that the log holds nothing beyond the last claims");
    return List.copyOf(unproved);
  }

  /**
   * The report for programs.
   *
   * @return UTF-8 JSON, keys in snake case
   */
  public byte[] toJson() {
    return LedgerJson.write(this);
  }
}
