package io.streamlake.gcs.ledger;

import io.streamlake.gcs.format.Encoding;
import io.streamlake.gcs.format.FileSummary;
import io.streamlake.gcs.ledger.Whereabouts.Fate;
import io.streamlake.gcs.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds what became of an offset: the claim that covers it says so, or its data objects do. Only
 * reads: some pages of the ledger's listing, a claim or two, and the data objects of one segment
 * whose offsets may include the one asked for. Safe for use from any thread.
 */
public final class RecordSearch {

  private final ObjectStore store;
  private final Layout layout;
  private final LedgerReader reader;
  private final ClaimSearch claims;
  private final LedgerIndex index;
  private final SingleObjects objects;

  /**
   * Creates a search.
   *
   * @param store the raw zone
   * @param layout the dataset's names
   */
  public RecordSearch(ObjectStore store, Layout layout) {
    this.store = store;
    this.layout = layout;
    this.reader = new LedgerReader(store, layout);
    this.claims = new ClaimSearch(store, layout);
    this.index = new LedgerIndex(store, layout);
    this.objects = new SingleObjects(store, layout);
  }

  /**
   * Finds what became of an offset. Blocks until it is known; damaged objects are an answer.
   *
   * @param partition topic and partition
   * @param offset the offset, 0 or more
   * @return where it is, or what became of it
   * @throws IllegalArgumentException if the offset is negative
   * @throws io.streamlake.gcs.store.StoreException if the store does not answer
   */
  public Whereabouts find(TopicPartition partition, long offset) {
    if (offset < 0) {
      throw new IllegalArgumentException("offset must not be negative: " + offset);
    }
    Answer answer = new Answer(partition, offset);
    Read<ChainRoot> root = reader.root(partition);
    if (root.value().isEmpty()) {
      return withoutRoot(answer, root);
    }
    long start = root.value().get().from();
    if (offset < start) {
      String why = "the chain starts at " + start + " (" + root.value().get().policy() + ")";
      return answer.of(Fate.BEFORE_CHAIN, root.name(), why);
    }
    return inChain(answer, claims.find(partition, start, offset));
  }

  /**
   * Finds what became of an offset in a topic and in those that were created under its name after
   * it: each has offsets of its own. Blocks until it is known.
   *
   * @param partition topic and partition
   * @param offset the offset, 0 or more
   * @return one answer for each topic of that name, the first topic's first
   * @throws IllegalArgumentException if the offset is negative
   * @throws io.streamlake.gcs.store.StoreException if the store does not answer
   */
  public List<Whereabouts> findInAll(TopicPartition partition, long offset) {
    return index.topics(partition.topic()).stream()
        .map(topic -> find(new TopicPartition(topic, partition.partition()), offset))
        .toList();
  }

  private Whereabouts withoutRoot(Answer answer, Read<ChainRoot> root) {
    if (root.damage().isPresent()) {
      return answer.of(Fate.UNKNOWN, root.name(), root.damage().get().why());
    }
    if (!index.hasClaims(answer.partition())) {
      return answer.of(
          Fate.NO_CHAIN, null, "the partition has no ledger: nothing of it was landed");
    }
    return reader.root(answer.partition()).value().isPresent()
        ? find(answer.partition(), answer.offset()) // it has come since
        : answer.of(Fate.UNKNOWN, root.name(), "the root is missing, though claims are there");
  }

  private Whereabouts inChain(Answer answer, ClaimSearch.Found found) {
    Optional<Read<LedgerEntry>> claim = found.claim();
    if (claim.isEmpty()) {
      return found.isFollowed()
          ? answer.of(Fate.UNKNOWN, null, "no claim covers it, though later ones follow")
          : answer.of(Fate.BEYOND_TIP, null, "the chain ends at " + found.tip());
    }
    String name = claim.get().name();
    if (claim.get().damage().isPresent()) {
      return answer.of(Fate.UNKNOWN, name, claim.get().damage().get().why());
    }
    LedgerEntry entry = claim.get().value().orElseThrow();
    try {
      return accounted(answer, name, entry).orElseGet(() -> inFiles(answer, name, entry));
    } catch (CorruptLedgerException damaged) { // an amendment: what it calls lost nobody knows
      return answer.of(Fate.UNKNOWN, name, String.valueOf(damaged.getMessage()));
    }
  }

  private static Optional<Whereabouts> accounted(Answer answer, String name, LedgerEntry claim) {
    if (claim.deadLetters().stream().anyMatch(range -> range.contains(answer.offset()))) {
      return Optional.of(answer.of(Fate.DEAD_LETTERED, name, "it is among the dead letters"));
    }
    return claim.holes().stream()
        .filter(hole -> hole.contains(answer.offset()))
        .findFirst()
        .map(hole -> answer.of(Fate.HOLE, name, reason(hole)));
  }

  private static String reason(Hole hole) {
    return switch (hole.reason()) {
      case SKIPPED -> "skipped by policy";
      case RETENTION -> "deleted by the topic's retention before it was landed";
      case COMPACTION -> "removed by compaction before it was landed";
    };
  }

  private Whereabouts inFiles(Answer answer, String name, LedgerEntry claim) {
    long offset = answer.offset();
    @Nullable String missing = null;
    for (FileEntry file : claim.files()) {
      if (file.firstOffset() > offset || file.lastOffset() < offset) {
        continue;
      }
      Look look =
          objects.ask(
              () -> look(claim, file, offset), why -> new Look(true, OptionalLong.empty(), why));
      if (!look.damage().isEmpty()) {
        return answer.of(Fate.UNKNOWN, file.name(), look.damage());
      }
      if (look.line().isPresent()) {
        return answer.landed(file.name(), look.line().getAsLong());
      }
      missing = look.isThere() ? missing : file.name();
    }
    return notFound(answer, name, claim, missing);
  }

  /**
   * What a look into a data object has brought.
   *
   * @param isThere whether there is such an object
   * @param line the record's place, if it is there
   * @param damage why it could not be looked into; empty if it could
   */
  private record Look(boolean isThere, OptionalLong line, String damage) {}

  private Look look(LedgerEntry claim, FileEntry file, long offset) {
    try (InputStream in = store.open(file.name()).orElse(null)) {
      return in == null
          ? new Look(false, OptionalLong.empty(), "")
          : new Look(true, line(claim, file, in, offset), "");
    } catch (IOException | IllegalArgumentException damaged) {
      return new Look(true, OptionalLong.empty(), FileProof.undecodable(damaged));
    }
  }

  /** The place of an offset in a data object, from 1; its records ascend. */
  private static OptionalLong line(LedgerEntry claim, FileEntry file, InputStream in, long offset)
      throws IOException {
    long[] found = {0, 0};
    Encoding encoding = Encoding.of(claim.format(), claim.compression(), OptionalInt.empty());
    FileSummary unused =
        encoding.read(
            new SourceStream(file.name(), in),
            record -> {
              found[0]++;
              if (record.offset() == offset) {
                found[1] = found[0];
              }
            });
    return found[1] == 0 ? OptionalLong.empty() : OptionalLong.of(found[1]);
  }

  private Whereabouts notFound(
      Answer answer, String name, LedgerEntry claim, @Nullable String missing) {
    List<LedgerEntry> amendments =
        AmendedProof.amendments(store, layout, answer.partition(), claim);
    Optional<Hole> lost = lost(answer, amendments);
    if (lost.isPresent()) {
      return answer.of(Fate.HOLE, name, reason(lost.get()));
    }
    boolean isAbsent = mayBeAbsent(claim, amendments, missing);
    if (missing != null && !isAbsent) {
      return isFollowed(answer.partition(), claim)
          ? answer.of(Fate.UNKNOWN, missing, "a complete segment lacks this data object")
          : answer.of(
              Fate.IN_FLIGHT,
              missing,
              "claimed at " + claim.createdAt() + "; this data object is not there yet");
    }
    if (!isAbsent) {
      return answer.of(Fate.UNKNOWN, name, "its claim counts it as landed, but no object has it");
    }
    return answer.of(
        Fate.ABSENT,
        name,
        "the log did not deliver it: a transaction marker, an aborted record, or compaction;"
            + " which of them only the log could prove");
  }

  /**
   * Whether the claim counts offsets as absent, or an amendment does: one that tells of more losses
   * than it lists as holes. An object that is missing has to be left out by that amendment.
   */
  private static boolean mayBeAbsent(
      LedgerEntry claim, List<LedgerEntry> amendments, @Nullable String missing) {
    if (missing == null && claim.absent() > 0) {
      return true;
    }
    return amendments.stream()
        .filter(amendment -> missing == null || amendment.file(missing).isEmpty())
        .anyMatch(amendment -> amendment.absent() > 0);
  }

  /** A claim that another one follows was complete before that one was made. */
  private boolean isFollowed(TopicPartition place, LedgerEntry claim) {
    return reader.claim(place, claim.next()).isPresent();
  }

  /** What an amendment says was gone before its claim could be completed. */
  private static Optional<Hole> lost(Answer answer, List<LedgerEntry> amendments) {
    return amendments.stream()
        .flatMap(amendment -> amendment.holes().stream())
        .filter(hole -> hole.contains(answer.offset()))
        .findFirst();
  }

  private record Answer(TopicPartition partition, long offset) {

    Whereabouts of(Fate fate, @Nullable String object, String detail) {
      return new Whereabouts(
          partition.topic(), partition.partition(), offset, fate, object, 0, List.of(), detail);
    }

    Whereabouts landed(String object, long line) {
      return new Whereabouts(
          partition.topic(),
          partition.partition(),
          offset,
          Fate.LANDED,
          object,
          line,
          List.of(),
          "landed");
    }
  }
}
