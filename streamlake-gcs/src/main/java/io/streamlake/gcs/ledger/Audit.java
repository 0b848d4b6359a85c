package io.streamlake.gcs.ledger;

import io.streamlake.gcs.ledger.AuditOptions.Progress;
import io.streamlake.gcs.ledger.AuditReport.PartitionReport;
import io.streamlake.gcs.store.ObjectStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * Proves from the raw zone's ledger that no offset is missing or landed twice. The ledger is listed
 * first, then the data, so that a lake in use does not look damaged: what was claimed after the
 * first listing is ignored. Reads only.
 */
public final class Audit {

  private final ObjectStore store;
  private final Layout layout;
  private final AuditOptions options;
  private final List<PartitionReport> partitions = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  private Audit(ObjectStore store, Layout layout, AuditOptions options) {
    this.store = store;
    this.layout = layout;
    this.options = options;
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
    Audit audit = new Audit(store, layout, options);
    LedgerListing listing = LedgerListing.of(store, layout, options.topic());
    try (ParallelCalls calls = new ParallelCalls()) {
      for (String topic : audit.topics(listing)) {
        audit.topic(topic, listing.partitions(topic), calls);
      }
    }
    return new AuditReport(
        store.location(), layout.dataset(), options.deep(), audit.partitions, audit.findings);
  }

  /** Also topics that have data but no ledger: nothing accounts for their objects. */
  private NavigableSet<String> topics(LedgerListing listing) {
    NavigableSet<String> topics = new TreeSet<>();
    listing.topics().forEach(topics::add);
    if (options.topic().isPresent()) {
      topics.add(options.topic().get());
      return topics;
    }
    store.list(
        layout.dataPrefix(),
        object ->
            layout
                .parseData(object.name())
                .ifPresent(name -> topics.add(name.partition().topic())));
    return topics;
  }

  private void topic(
      String topic, NavigableMap<Integer, NavigableSet<Long>> listed, ParallelCalls calls) {
    ChainReader reader = new ChainReader(store, layout, calls);
    Map<TopicPartition, PartitionLedger> chains = new LinkedHashMap<>();
    long claims = 0;
    for (Map.Entry<Integer, NavigableSet<Long>> partition : listed.entrySet()) {
      TopicPartition name = new TopicPartition(topic, partition.getKey());
      PartitionLedger chain = reader.read(name, partition.getValue());
      chains.put(name, chain);
      claims += chain.claims().size();
      options.progress().accept(new Progress(topic, claims, 0));
    }
    ListedObjects objects = ListedObjects.list(store, layout, topic, chains);
    AmendedProof proof = new AmendedProof(store, layout, options.deep());
    long checked = 0;
    for (PartitionLedger chain : chains.values()) {
      Map<String, FileCheck> checks = objects.check(chain, proof, calls);
      checked += checks.size();
      conclude(chain, checks);
      options.progress().accept(new Progress(topic, claims, checked));
    }
    findings.addAll(objects.strays(store));
  }

  private void conclude(PartitionLedger chain, Map<String, FileCheck> checks) {
    long lost = checks.values().stream().mapToLong(FileCheck::lost).sum();
    ChainAudit audit = new ChainAudit(options.tipGrace(), options.now());
    findings.addAll(
        audit.findings(chain, file -> checks.getOrDefault(file.name(), FileCheck.MISSING)));
    partitions.add(
        new PartitionReport(
            chain.partition().topic(),
            chain.partition().partition(),
            chain.root().value().map(ChainRoot::chain).orElse(""),
            chain.root().value().map(ChainRoot::from).orElse(-1L),
            chain.tip(),
            chain.entries().count(),
            chain.entries().mapToLong(LedgerEntry::records).sum() - lost,
            chain.entries().mapToLong(LedgerEntry::deadLetterCount).sum(),
            chain.entries().mapToLong(LedgerEntry::holeCount).sum() + lost,
            chain.entries().mapToLong(LedgerEntry::absent).sum()));
  }
}
