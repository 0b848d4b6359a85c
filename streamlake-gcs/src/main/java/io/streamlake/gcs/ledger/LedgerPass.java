package io.streamlake.gcs.ledger;

import io.streamlake.gcs.ledger.Finding.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The first pass of an audit: every ledger object, in the order of the listing. */
final class LedgerPass implements LedgerWalk.Visitor {

  private final AuditProgress progress;
  private final Consumer<Finding> findings;
  private final BiConsumer<AuditedChain, LedgerEntry> complete;
  private final Map<TopicPartition, AuditedChain> chains = new LinkedHashMap<>();
  private @Nullable AuditedChain present;

  /**
   * Creates the pass.
   *
   * @param complete is told of each claim that is not the last one
   */
  LedgerPass(
      AuditProgress progress,
      Consumer<Finding> findings,
      BiConsumer<AuditedChain, LedgerEntry> complete) {
    this.progress = progress;
    this.findings = findings;
    this.complete = complete;
  }

  @Override
  public void chain(TopicPartition partition, Read<ChainRoot> root) {
    end();
    present = new AuditedChain(partition, root);
    chains.put(partition, present);
    present.account().rootFindings().forEach(findings);
  }

  @Override
  public void claim(Read<LedgerEntry> claim) {
    AuditedChain chain = Objects.requireNonNull(present, "a claim comes after its chain");
    chain.account().next(claim).forEach(findings);
    chain.follow(claim).ifPresent(before -> complete.accept(chain, before));
    progress.claim(chain.account().partition().topic());
  }

  private void end() {
    Optional.ofNullable(present).ifPresent(chain -> chain.account().end().forEach(findings));
  }

  /** Ends the pass. */
  Map<TopicPartition, AuditedChain> chains() {
    end();
    present = null;
    return chains;
  }

  static Finding finding(TopicPartition partition, Kind kind, String object, String message) {
    return new Finding(kind, partition.topic(), partition.partition(), object, message);
  }

  static Finding finding(
      TopicPartition partition, Kind kind, String object, String message, String advice) {
    return new Finding(kind, partition.topic(), partition.partition(), object, message, advice);
  }
}
