package io.streamlake.gcs.ledger;

import io.streamlake.gcs.ledger.AuditReport.PartitionReport;
import io.streamlake.gcs.ledger.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Decides from a partition's claims, told one by one in the order of their positions, whether any
 * offset is missing or claimed twice. Pure; grows with the number of gaps, not of claims.
 */
final class ChainAudit {

  private final TopicPartition partition;
  private final Read<ChainRoot> root;
  private final Optional<ChainIdentity> identity;
  private final Coverage coverage = new Coverage();
  private OptionalLong expected;
  private long tip;
  private long claims;
  private long segments;
  private long records;
  private long deadLetters;
  private long holes;
  private long absent;

  ChainAudit(TopicPartition partition, Read<ChainRoot> root) {
    this.partition = partition;
    this.root = root;
    this.identity = root.value().map(known -> new ChainIdentity(known.chain()));
    this.expected = root.value().stream().mapToLong(ChainRoot::from).findFirst();
    this.tip = expected.orElse(0);
  }

  TopicPartition partition() {
    return partition;
  }

  /** The position from which on the claims told so far say nothing. */
  long tip() {
    return tip;
  }

  /** Where the gap around a position begins; empty if a claim told so far covers it. */
  OptionalLong gap(long position) {
    return coverage.gap(position);
  }

  /** What is wrong with the root, where that can be said without a claim. */
  List<Finding> rootFindings() {
    return damage(root).stream().toList();
  }

  /** What is wrong with the next claim, and with the way it joins those before it. */
  List<Finding> next(Read<LedgerEntry> claim) {
    List<Finding> findings = new ArrayList<>();
    if (claims++ == 0 && root.value().isEmpty() && root.damage().isEmpty()) {
      findings.add(finding(Kind.MISSING, root.name(), "claims without a root to start from"));
    }
    if (claim.value().isEmpty()) {
      damage(claim).ifPresent(findings::add);
      // Where a damaged claim ends nobody knows, so its successor may begin anywhere.
      expected = OptionalLong.empty();
      tip = Math.max(tip, claim.from());
      return findings;
    }
    LedgerEntry entry = claim.value().get();
    identity
        .flatMap(known -> known.next(claim.name(), entry.chain()))
        .map(this::ofAnotherChain)
        .ifPresent(findings::add);
    position(claim.name(), entry).ifPresent(findings::add);
    account(entry);
    return findings;
  }

  /** What is wrong with the chain as a whole, after the last claim. */
  List<Finding> end() {
    return identity.stream()
        .flatMap(
            known ->
                known.rest().stream()
                    .map(
                        others -> known.isRootAlone() ? otherRoot(others) : ofAnotherChain(others)))
        .toList();
  }

  private Finding otherRoot(ChainIdentity.Others others) {
    return rootFinding("tells of chain " + chain() + ", but every claim is of " + others.chain());
  }

  private Finding ofAnotherChain(ChainIdentity.Others others) {
    return claimFinding(others.first(), others.message(chain()));
  }

  private Optional<Finding> position(String name, LedgerEntry entry) {
    boolean isFirst = segments == 0;
    boolean isOfAnotherRoot = isFirst && !entry.chain().equals(chain());
    if (expected.isEmpty() || entry.from() == expected.getAsLong() || isOfAnotherRoot) {
      return Optional.empty();
    }
    long end = expected.getAsLong();
    if (entry.from() > end) {
      String message = "no claim covers [" + end + "," + entry.from() + ") before it";
      return Optional.of(finding(Kind.GAP, name, message));
    }
    if (isFirst) {
      return Optional.of(
          rootFinding(
              "says that the chain starts at " + end + ", but a claim starts at " + entry.from()));
    }
    String message =
        "[" + entry.from() + "," + Math.min(end, entry.next()) + ") is also in an earlier claim";
    return Optional.of(finding(Kind.OVERLAP, name, message));
  }

  private void account(LedgerEntry entry) {
    boolean isFirst = segments == 0; // where it and a root differ, it is the root that is wrong
    expected = OptionalLong.of(isFirst ? entry.next() : Math.max(entry.next(), expected.orElse(0)));
    tip = isFirst ? entry.next() : Math.max(entry.next(), tip);
    coverage.add(entry.from(), entry.next());
    segments++;
    records += entry.records();
    deadLetters += entry.deadLetterCount();
    holes += entry.holeCount();
    absent += entry.absent();
  }

  /** Notes records that a claim counts as landed, and an amendment as lost. */
  void lost(long count) {
    records -= count;
    holes += count;
  }

  /** What the claims told so far account for. */
  PartitionReport report() {
    return new PartitionReport(
        partition.topic(),
        partition.partition(),
        chain(),
        root.value().map(ChainRoot::from).orElse(-1L),
        tip,
        segments,
        records,
        deadLetters,
        holes,
        absent);
  }

  private String chain() {
    return root.value().map(ChainRoot::chain).orElse("");
  }

  private Optional<Finding> damage(Read<?> read) {
    return read.damage()
        .map(
            damage ->
                new Finding(
                    damage.kind(),
                    partition.topic(),
                    partition.partition(),
                    read.name(),
                    damage.why(),
                    damage.advice()));
  }

  private Finding rootFinding(String message) {
    return corrupt(root.name(), message, Advice.BRING_ROOT_BACK);
  }

  private Finding claimFinding(String name, String message) {
    return corrupt(name, message, Advice.BRING_CLAIM_BACK);
  }

  private Finding corrupt(String object, String message, String advice) {
    return new Finding(
        Kind.CORRUPT, partition.topic(), partition.partition(), object, message, advice);
  }

  private Finding finding(Kind kind, String object, String message) {
    return new Finding(kind, partition.topic(), partition.partition(), object, message);
  }
}
