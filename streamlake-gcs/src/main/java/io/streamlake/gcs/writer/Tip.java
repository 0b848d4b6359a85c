package io.streamlake.gcs.writer;

import io.streamlake.gcs.ledger.LedgerEntry;
import java.util.Optional;

/**
 * Where a chain ends.
 *
 * @param chain the chain
 * @param entry the last claim; empty where there is only the root
 * @param isComplete whether all data objects of the last claim exist as they should
 * @param beginning the first offset to go on from whatever is missing below it: where the log
 *     begins, if lost offsets are to be left behind or the ledger says already that they are; else
 *     0
 */
record Tip(Chain chain, Optional<LedgerEntry> entry, boolean isComplete, long beginning) {

  /** Where the last claim begins; the root's {@code from} where there is none. */
  long from() {
    return entry.map(LedgerEntry::from).orElse(chain.root().from());
  }

  /** Where the last claim ends, and so the next segment begins. */
  long next() {
    return entry.map(LedgerEntry::next).orElse(chain.root().from());
  }

  /** The claim that has to be completed before anything else is landed. */
  Optional<LedgerEntry> claimToRepair() {
    return isComplete ? Optional.empty() : entry;
  }

  /** The same end, with another first offset to go on from. */
  Tip goingOnFrom(long offset) {
    return new Tip(chain, entry, isComplete, offset);
  }
}
