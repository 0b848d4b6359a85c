package io.streamlake.gcs.writer;

import io.streamlake.core.StreamLakeException;
import io.streamlake.gcs.ledger.ChainRoot;
import io.streamlake.gcs.ledger.FileEntry;
import io.streamlake.gcs.ledger.LedgerEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Words a claim, or holds what was staged against one that exists. Pure but for the nonce. */
final class ClaimPlan {

  private ClaimPlan() {}

  /** Makes a plan from what was staged. */
  interface Maker {

    Landing.Plan plan(List<StagedObject> staged, Instant now);
  }

  static Maker fresh(RawZoneSettings settings, Chain chain, Segment segment) {
    return (staged, now) ->
        new Landing.Plan(entry(settings, chain, segment, staged, now), false, staged);
  }

  private static LedgerEntry entry(
      RawZoneSettings settings,
      Chain chain,
      Segment segment,
      List<StagedObject> staged,
      Instant now) {
    long covered = segment.next() - segment.from();
    return new LedgerEntry(
        ChainRoot.VERSION,
        chain.id(),
        chain.root().clusterId(),
        chain.partition().topic(),
        chain.root().topicId(),
        chain.partition().partition(),
        segment.from(),
        segment.next(),
        UUID.randomUUID().toString(),
        segment.records(),
        segment.deadLetters().toList(),
        List.of(),
        covered - segment.records() - segment.deadLetters().count(),
        staged.stream().map(StagedObject::file).toList(),
        settings.encoding().format(),
        settings.encoding().compression(),
        settings.folders().settingName(),
        settings.isolationLevel(),
        settings.writer(),
        now);
  }

  /**
   * Holds the staged files against the claim that they complete.
   *
   * @throws StreamLakeException if the log did not give back what the claim pins
   */
  static Maker repair(LedgerEntry claim) {
    return (staged, now) -> {
      requireEqual(claim, staged);
      return new Landing.Plan(claim, true, staged);
    };
  }

  private static void requireEqual(LedgerEntry claim, List<StagedObject> staged) {
    Map<String, String> contents =
        staged.stream()
            .map(StagedObject::file)
            .collect(Collectors.toMap(FileEntry::name, FileEntry::content));
    Map<String, String> pinned =
        claim.files().stream().collect(Collectors.toMap(FileEntry::name, FileEntry::content));
    if (!contents.equals(pinned)) {
      throw new StreamLakeException(
          claim.topicPartition()
              + "@["
              + claim.from()
              + ","
              + claim.next()
              + "): the log does not give back what was claimed; expected "
              + names(claim.files(), Function.identity())
              + ", read "
              + names(staged, StagedObject::file)
              + ". Records may be gone by retention or compaction");
    }
  }

  private static <T> List<String> names(List<T> files, Function<T, FileEntry> toFile) {
    return files.stream()
        .map(toFile)
        .map(file -> file.name() + " (" + file.records() + " records, " + file.content() + ")")
        .toList();
  }
}
