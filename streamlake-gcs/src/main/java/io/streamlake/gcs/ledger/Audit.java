package io.streamlake.gcs.ledger;

import io.streamlake.gcs.ledger.AuditReport.PartitionReport;
import io.streamlake.gcs.store.ObjectStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Proves from the raw zone's ledger that no offset is missing or landed twice. The ledger is read
 * first, then the data is listed, so that a lake in use does not look damaged: what was claimed
 * after the ledger was read is ignored. Its claim is there, since claims come before data objects;
 * a data object without one tells that a claim was removed. Only reads.
 *
 * <p>Both passes stream: memory grows with the number of partitions and of findings, not of
 * segments. Where the sums of what is claimed and of what is there differ, that part of the chain
 * is looked at object by object.
 */
public final class Audit {

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::topic).thenComparingInt(Finding::partition);

  private static final Comparator<PartitionReport> BY_NUMBER =
      Comparator.comparing(PartitionReport::topic).thenComparingInt(PartitionReport::partition);

  private final ObjectStore store;
  private final Layout layout;
  private final AuditOptions options;
  private final AuditProgress progress;
  private final ParallelCalls calls;
  private final List<Finding> findings = new ArrayList<>();

  private Audit(ObjectStore store, Layout layout, AuditOptions options, ParallelCalls calls) {
    this.store = store;
    this.layout = layout;
    this.options = options;
    this.progress = new AuditProgress(options);
    this.calls = calls;
  }

  /**
   * Audits a dataset. Damaged data is a finding, never an exception. Blocks until it is done.
   *
   * @param store the raw zone
   * @param layout the dataset's names
   * @param options what to audit, and how
   * @return what was found
   * @throws io.streamlake.gcs.store.StoreException if the store does not answer
   */
  public static AuditReport run(ObjectStore store, Layout layout, AuditOptions options) {
    try (ParallelCalls calls = new ParallelCalls()) {
      return new Audit(store, layout, options, calls).report();
    }
  }

  private AuditReport report() {
    Map<TopicPartition, AuditedChain> chains = readLedger();
    DataPass data = new DataPass(store, layout, options.deep(), chains, findings::add);
    List<String> prefixes = prefixes(layout.dataPrefix());
    prefixes.forEach(prefix -> data.list(prefix, calls, progress));
    List<AuditedChain> differing =
        chains.values().stream().filter(chain -> chain.buckets().differ(options.deep())).toList();
    if (!differing.isEmpty()) {
      prefixes.forEach(prefix -> data.strays(prefix, calls));
    }
    data.tellLostClaims();
    if (!options.deep()) {
      differing.forEach(this::lookCloser);
    }
    checkLast(chains.values());
    findings.sort(ORDER);
    List<PartitionReport> partitions =
        chains.values().stream().map(chain -> chain.account().report()).sorted(BY_NUMBER).toList();
    return new AuditReport(
        store.location(), layout.dataset(), options.deep(), partitions, findings);
  }

  private Map<TopicPartition, AuditedChain> readLedger() {
    FilePass files = filePass();
    LedgerPass ledger =
        new LedgerPass(
            progress,
            findings::add,
            (chain, claim) -> {
              if (options.deep()) {
                files.complete(chain, claim);
              }
            });
    for (String prefix : prefixes(layout.ledgerPrefix())) {
      new LedgerWalk(store, layout, calls, ledger).walk(prefix, "");
    }
    files.hearAll();
    return ledger.chains();
  }

  /** A topic means those that were created under its name after it, too. */
  private List<String> prefixes(String all) {
    return options
        .topic()
        .map(
            topic ->
                RecreatedTopic.isSuccessor(topic)
                    ? List.of(all + topic + "/")
                    : List.of(all + topic + "/", all + RecreatedTopic.prefix(topic)))
        .orElse(List.of(all));
  }

  /** Reads those parts of a ledger again whose sums differ, and asks for each of their objects. */
  private void lookCloser(AuditedChain chain) {
    FilePass files = filePass();
    LedgerWalk.Visitor visitor =
        new LedgerWalk.Visitor() {
          @Override
          public void chain(TopicPartition partition, Read<ChainRoot> root) {
            // The first pass has said what there is to say of it.
          }

          @Override
          public boolean isWanted(long from) {
            return from < chain.account().tip()
                && !chain.isLast(from)
                && chain.buckets().differsAt(from, false);
          }

          @Override
          public void claim(Read<LedgerEntry> claim) {
            claim
                .value()
                .filter(entry -> isWanted(entry.from()))
                .ifPresent(entry -> files.complete(chain, entry));
          }
        };
    TopicPartition partition = chain.account().partition();
    new LedgerWalk(store, layout, calls, visitor).walk(layout.ledgerPrefix(partition), "");
    files.hearAll();
  }

  private FilePass filePass() {
    return new FilePass(store, layout, options, calls, findings::add);
  }

  private void checkLast(Collection<AuditedChain> chains) {
    FilePass files = filePass();
    chains.forEach(files::last);
    files.hearAll();
  }
}
