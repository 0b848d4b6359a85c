package io.streamlake.gcs.writer;

import io.streamlake.gcs.ledger.ChainRoot;
import io.streamlake.gcs.ledger.FileEntry;
import io.streamlake.gcs.ledger.Hole;
import io.streamlake.gcs.ledger.LedgerEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Words a claim, or holds what was staged against one that exists. Pure but for the nonce. */
final class ClaimPlan {

  private ClaimPlan() {}

  /** Makes a plan from what was staged. */
  interface Maker {

    Landing.Plan plan(List<StagedObject> staged, Instant now);
  }

  static Maker fresh(RawZoneSettings settings, Chain chain, Segment segment) {
    return (staged, now) ->
        new Landing.Plan(
            chain, entry(settings, chain, segment, staged, now), staged, Optional.empty());
  }

  private static LedgerEntry entry(
      RawZoneSettings settings,
      Chain chain,
      Segment segment,
      List<StagedObject> staged,
      Instant now) {
    long covered = segment.next() - segment.from();
    long lost = segment.holes().stream().mapToLong(Hole::count).sum();
    return new LedgerEntry(
        ChainRoot.VERSION,
        chain.id(),
        chain.root().clusterId(),
        chain.partition().topic(),
        chain.topicId().orElse(null),
        chain.partition().partition(),
        segment.from(),
        segment.next(),
        UUID.randomUUID().toString(),
        segment.records(),
        segment.deadLetters().toList(),
        segment.holes(),
        covered - segment.records() - segment.deadLetters().count() - lost,
        staged.stream().map(StagedObject::file).toList(),
        settings.encoding().format(),
        settings.encoding().compression(),
        settings.folders().settingName(),
        settings.isolationLevel(),
        settings.writer(),
        now);
  }

  /** Holds what was staged against the claim that it completes. */
  static Maker repair(RawZoneSettings settings, Chain chain, Segment segment, long beginning) {
    LedgerEntry claim = segment.claim().orElseThrow();
    return (staged, now) -> {
      List<FileEntry> files = staged.stream().map(StagedObject::file).toList();
      Reduction reduction = new Reduction(claim, files, segment.undelivered(), beginning);
      return new Landing.Plan(
          chain,
          claim,
          staged,
          Optional.of(
              new Landing.Repair(
                  reduction.isPossible()
                      ? Optional.of(
                          reduction.amendment(UUID.randomUUID().toString(), settings.writer(), now))
                      : Optional.empty())));
    };
  }
}
