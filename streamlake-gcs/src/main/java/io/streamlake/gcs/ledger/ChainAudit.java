package io.streamlake.gcs.ledger;

import io.streamlake.gcs.ledger.FileCheck.Verdict;
import io.streamlake.gcs.ledger.Finding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Decides from a partition's ledger, and from how its data objects compare with it, whether any
 * offset is missing or landed twice. Pure.
 */
final class ChainAudit {

  private final Duration tipGrace;
  private final Instant now;

  ChainAudit(Duration tipGrace, Instant now) {
    this.tipGrace = tipGrace;
    this.now = now;
  }

  /** All that is wrong with a chain, in the order of its offsets. */
  List<Finding> findings(PartitionLedger chain, Function<FileEntry, FileCheck> checks) {
    List<Finding> findings = new ArrayList<>();
    root(chain, findings);
    OptionalLong expected = start(chain);
    for (int index = 0; index < chain.claims().size(); index++) {
      PartitionLedger.Read<LedgerEntry> claim = chain.claims().get(index);
      if (claim.value().isEmpty()) {
        findings.add(finding(chain, Kind.CORRUPT, claim.name(), claim.damage()));
        // Where a damaged claim ends nobody knows, so its successor may begin anywhere.
        expected = OptionalLong.empty();
        continue;
      }
      LedgerEntry entry = claim.value().get();
      identity(chain, claim.name(), entry, findings);
      position(chain, claim.name(), entry, expected, findings);
      boolean isTip = index == chain.claims().size() - 1;
      files(chain, isTip ? incomplete(entry) : Kind.MISSING, entry, checks, findings);
      expected = OptionalLong.of(Math.max(entry.next(), expected.orElse(0)));
    }
    return findings;
  }

  private static void root(PartitionLedger chain, List<Finding> findings) {
    if (chain.root().value().isEmpty() && !chain.claims().isEmpty()) {
      Kind kind = chain.root().damage().isEmpty() ? Kind.MISSING : Kind.CORRUPT;
      String message =
          kind == Kind.MISSING ? "claims without a root to start from" : chain.root().damage();
      findings.add(finding(chain, kind, chain.root().name(), message));
    } else if (!chain.root().damage().isEmpty()) {
      findings.add(finding(chain, Kind.CORRUPT, chain.root().name(), chain.root().damage()));
    }
  }

  private static OptionalLong start(PartitionLedger chain) {
    return chain.root().value().stream().mapToLong(ChainRoot::from).findFirst();
  }

  private static void identity(
      PartitionLedger chain, String name, LedgerEntry entry, List<Finding> findings) {
    chain
        .root()
        .value()
        .filter(root -> !root.chain().equals(entry.chain()))
        .ifPresent(
            root ->
                findings.add(
                    finding(
                        chain,
                        Kind.CORRUPT,
                        name,
                        "is of chain " + entry.chain() + ", not of " + root.chain())));
  }

  private static void position(
      PartitionLedger chain,
      String name,
      LedgerEntry entry,
      OptionalLong expected,
      List<Finding> findings) {
    if (expected.isEmpty() || entry.from() == expected.getAsLong()) {
      return;
    }
    long end = expected.getAsLong();
    if (entry.from() > end) {
      String message = "no claim covers [" + end + "," + entry.from() + ") before it";
      findings.add(finding(chain, Kind.GAP, name, message));
      return;
    }
    String message =
        "[" + entry.from() + "," + Math.min(end, entry.next()) + ") is also in an earlier claim";
    findings.add(finding(chain, Kind.OVERLAP, name, message));
  }

  private Kind incomplete(LedgerEntry entry) {
    boolean young = entry.createdAt().plus(tipGrace).isAfter(now);
    return young ? Kind.IN_FLIGHT : Kind.INCOMPLETE;
  }

  private static void files(
      PartitionLedger chain,
      Kind absence,
      LedgerEntry entry,
      Function<FileEntry, FileCheck> checks,
      List<Finding> findings) {
    for (FileEntry file : entry.files()) {
      FileCheck check = checks.apply(file);
      if (check.verdict() != Verdict.RIGHT) {
        Kind kind = check.verdict() == Verdict.MISSING ? absence : Kind.CORRUPT;
        String message =
            check.detail() + "; claimed by [" + entry.from() + "," + entry.next() + ")";
        findings.add(finding(chain, kind, file.name(), message));
      }
    }
  }

  static Finding finding(PartitionLedger chain, Kind kind, String object, String message) {
    return new Finding(
        kind, chain.partition().topic(), chain.partition().partition(), object, message);
  }
}
