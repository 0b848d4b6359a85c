package io.streamlake.gcs.ledger;

import io.streamlake.gcs.store.ObjectStore;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Walks ledgers in the order of their listing: each partition's root, then its claims, ascending.
 * Holds no more of them than are on their way.
 */
final class LedgerWalk {

  /** Is told what the walk comes across, on the walking thread. */
  interface Visitor {

    /** Whether the claim from a position is read at all. */
    default boolean isWanted(long from) {
      return true;
    }

    /** A partition's ledger begins. */
    void chain(TopicPartition partition, Read<ChainRoot> root);

    /** The next claim of the partition that began last. */
    void claim(Read<LedgerEntry> claim);
  }

  private static final long NOWHERE = Long.MAX_VALUE;

  private final ObjectStore store;
  private final Layout layout;
  private final LedgerReader reader;
  private final ParallelCalls.Queue answers;
  private final Visitor visitor;
  private @Nullable TopicPartition listed;
  private long position = NOWHERE;

  LedgerWalk(ObjectStore store, Layout layout, ParallelCalls calls, Visitor visitor) {
    this.store = store;
    this.layout = layout;
    this.reader = new LedgerReader(store, layout);
    this.answers = calls.queue();
    this.visitor = visitor;
  }

  /** Walks all ledgers whose names start with a prefix, from one name on. */
  void walk(String prefix, String startOffset) {
    store.list(
        prefix, startOffset, object -> layout.parseLedger(object.name()).ifPresent(this::listed));
    answers.hearAll();
  }

  private void listed(Layout.LedgerName name) {
    TopicPartition partition = name.partition();
    if (!partition.equals(listed)) {
      listed = partition;
      answers.ask(
          () -> {
            Read<ChainRoot> root = reader.root(partition);
            return () -> begin(partition, root);
          });
    }
    if (name.isEntry() && !visitor.isWanted(name.from())) {
      answers.ask(() -> () -> position = NOWHERE);
    } else if (name.isEntry()) {
      answers.ask(
          () -> {
            Optional<Read<LedgerEntry>> claim = reader.claim(partition, name.from());
            return () -> claim.ifPresent(found -> arrived(partition, found));
          });
    }
  }

  private void begin(TopicPartition partition, Read<ChainRoot> root) {
    position = root.value().map(ChainRoot::from).orElse(NOWHERE);
    visitor.chain(partition, root);
  }

  /**
   * A listing is no snapshot: it may hold a claim and lack the one before it. So where one seems to
   * be missing it is asked for by its name.
   */
  private void arrived(TopicPartition partition, Read<LedgerEntry> claim) {
    while (position < claim.from()) {
      Optional<Read<LedgerEntry>> unlisted = reader.claim(partition, position);
      if (unlisted.isEmpty()) {
        break;
      }
      tell(unlisted.get());
    }
    tell(claim);
  }

  private void tell(Read<LedgerEntry> claim) {
    position = claim.value().map(LedgerEntry::next).orElse(NOWHERE);
    visitor.claim(claim);
  }
}
