package io.streamlake.gcs.writer;

import io.streamlake.core.StreamLakeException;
import io.streamlake.gcs.ledger.ChainRoot;
import io.streamlake.gcs.ledger.CommitMetadata;
import io.streamlake.gcs.ledger.FileEntry;
import io.streamlake.gcs.ledger.LedgerEntry;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Finds where a chain ends. The bucket is the truth: what the group has committed only says where
 * to look first. Every method may block; a request without a clear answer throws, it never counts
 * as "there is none".
 */
final class Recovery {

  private final Ledger ledger;
  private final DataObjects objects;

  Recovery(Ledger ledger, DataObjects objects) {
    this.ledger = ledger;
    this.objects = objects;
  }

  Tip tip(Chain chain, Optional<OffsetAndMetadata> committed) {
    Optional<LedgerEntry> hint = hint(chain, committed);
    Optional<LedgerEntry> last = hint.isPresent() ? hint : ledger.last(chain.place(), chain.root());
    last = forward(chain, last);
    last.ifPresent(claim -> requireOf(chain, claim));
    boolean isComplete = last.isEmpty() || objects.areComplete(last.get());
    return new Tip(chain, last, isComplete, 0);
  }

  /** A root that was removed is created anew, but the claims are still those of the first one. */
  private static void requireOf(Chain chain, LedgerEntry claim) {
    if (!claim.chain().equals(chain.id())) {
      throw new StreamLakeException(
          chain.place()
              + ": the ledger's last claim, from "
              + claim.from()
              + ", is of the chain "
              + claim.chain()
              + ", but chain.json names the chain "
              + chain.id()
              + ". Somebody has removed or replaced it; put the first one back");
    }
  }

  /** The entry that valid commit metadata names. */
  private Optional<LedgerEntry> hint(Chain chain, Optional<OffsetAndMetadata> committed) {
    return valid(chain.root(), committed)
        .flatMap(
            metadata ->
                ledger
                    .entry(chain.place(), metadata.from())
                    .filter(entry -> entry.next() == metadata.next()));
  }

  /** Commit metadata of this very chain and this very offset. */
  static Optional<CommitMetadata> valid(ChainRoot root, Optional<OffsetAndMetadata> committed) {
    return committed.flatMap(
        offset ->
            CommitMetadata.parse(offset.metadata())
                .filter(metadata -> metadata.isOf(offset.offset()))
                .filter(metadata -> metadata.chain().equals(root.chain())));
  }

  private Optional<LedgerEntry> forward(Chain chain, Optional<LedgerEntry> start) {
    Optional<LedgerEntry> last = start;
    long next = start.map(LedgerEntry::next).orElse(chain.root().from());
    Optional<LedgerEntry> found = ledger.entry(chain.place(), next);
    while (found.isPresent()) {
      last = found;
      found = ledger.entry(chain.place(), found.get().next());
    }
    return last;
  }

  /**
   * Where the records begin that completing a claim still takes: below it no missing object has
   * any, as the claim or one of its amendments says.
   */
  long neededFrom(Chain chain, LedgerEntry claim) {
    List<LedgerEntry> amendments = ledger.amendments(chain.place(), claim);
    return claim.files().stream()
        .filter(file -> !objects.isThere(claim, file))
        .mapToLong(file -> lastBeginning(file, amendments))
        .min()
        .orElse(claim.next());
  }

  private static long lastBeginning(FileEntry file, List<LedgerEntry> amendments) {
    return amendments.stream()
        .flatMap(amendment -> amendment.file(file.name()).stream())
        .mapToLong(FileEntry::firstOffset)
        .reduce(file.firstOffset(), Math::max);
  }

  /** Where to read from: what {@link #firstWanted} says, or behind what is left behind of it. */
  static long readFrom(Tip tip, Optional<OffsetAndMetadata> committed) {
    return Math.max(firstWanted(tip, committed), tip.beginning());
  }

  /**
   * The first position that is not landed: of a claim that has to be repaired, else the end of the
   * chain. Transaction markers behind the end may be left out where valid metadata tells of them.
   */
  static long firstWanted(Tip tip, Optional<OffsetAndMetadata> committed) {
    if (!tip.isComplete()) {
      return tip.from();
    }
    return valid(tip.chain().root(), committed)
        .filter(metadata -> metadata.next() == tip.next() && metadata.at() >= tip.next())
        .map(CommitMetadata::at)
        .orElse(tip.next());
  }
}
