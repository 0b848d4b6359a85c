package io.streamlake.gcs.writer;

import io.streamlake.core.InvalidRecordException;
import io.streamlake.gcs.format.JsonlEncoder;
import io.streamlake.gcs.format.OversizedRecordException;
import io.streamlake.gcs.ledger.Hole;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.stage.RollPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A half-open range of positions of one partition while it is staged. One that repairs a claim ends
 * where the claim says, and takes the claim's verdicts instead of asking the rules. Used on the
 * lane only.
 */
final class Segment {

  private static final int ROLL_CHECK_MASK = 63;

  private final long from;
  private final @Nullable LedgerEntry claim;
  private final SegmentFiles files;
  private final RecordRule rule;
  private final JsonlEncoder encoder;
  private final OffsetRanges deadLetters = new OffsetRanges();
  private final OffsetRanges skipped = new OffsetRanges();
  private final List<Hole> lost = new ArrayList<>();
  private final Undelivered undelivered;
  private final CompletableFuture<Void> landed = new CompletableFuture<>();
  private long next;
  private long records;
  private @Nullable Long openedAtNanos;

  private Segment(
      long from,
      @Nullable LedgerEntry claim,
      SegmentFiles files,
      RecordRule rule,
      JsonlEncoder encoder) {
    this.from = from;
    this.next = from;
    this.claim = claim;
    this.files = files;
    this.rule = rule;
    this.encoder = encoder;
    this.undelivered = new Undelivered(from);
  }

  static Segment fresh(long from, SegmentFiles files, RecordRule rule, JsonlEncoder encoder) {
    return new Segment(from, null, files, rule, encoder);
  }

  static Segment repairing(LedgerEntry claim, SegmentFiles files, JsonlEncoder encoder) {
    return new Segment(claim.from(), claim, files, RecordRule.none(), encoder);
  }

  long from() {
    return from;
  }

  /** The position after everything it covers. */
  long next() {
    return next;
  }

  Optional<LedgerEntry> claim() {
    return Optional.ofNullable(claim);
  }

  SegmentFiles files() {
    return files;
  }

  OffsetRanges deadLetters() {
    return deadLetters;
  }

  /** What is knowingly left out, ascending. */
  List<Hole> holes() {
    List<Hole> holes = new ArrayList<>(lost);
    skipped.toList().stream()
        .map(range -> new Hole(range.first(), range.last() + 1, Hole.Reason.SKIPPED))
        .forEach(holes::add);
    holes.sort(Comparator.comparingLong(Hole::from));
    return holes;
  }

  /** What the log did not deliver of the range that it repairs. */
  List<Undelivered.Gap> undelivered() {
    return undelivered.gaps();
  }

  long records() {
    return records;
  }

  /** Completes when everything that it covers is safe in the bucket. */
  CompletableFuture<Void> landed() {
    return landed;
  }

  boolean isEmpty() {
    return offsets() == 0;
  }

  /** What it accounts for; a range that the log has lost counts as one. */
  private long offsets() {
    return records + deadLetters.count() + skipped.count() + lost.size();
  }

  /** Whether a record at this offset lies behind the range that it repairs. */
  boolean endsBefore(long offset) {
    return claim != null && offset >= claim.next();
  }

  /**
   * Whether the file that a record belongs into may be opened, or need not be. What repairs a claim
   * takes all its files at once: with some of them it could neither go on nor give them back.
   *
   * @param wake run when it is worth asking again
   */
  boolean tryReserveFor(ConsumerRecord<?, ?> record, Runnable wake) {
    if (claim == null) {
      return files.isOpenFor(record.timestamp()) || files.tryReserve(1, wake);
    }
    return files.hasReserve()
        || claim.files().isEmpty()
        || files.tryReserve(claim.files().size(), wake);
  }

  /** Stages a record, unless a pinned verdict keeps it out. */
  void take(ConsumerRecord<byte[], byte[]> record, long nowNanos) throws IOException {
    if (claim == null || !claim.isExcluded(record.offset())) {
      rule.check(record);
      encode(record);
      files.append(record, encoder);
      records++;
    }
    if (claim != null) {
      undelivered.delivered(record.offset());
    }
    touch(nowNanos);
    cover(record.offset() + 1);
  }

  /** Leaves out what the log does not hold any more. */
  void lose(long first, long end, long nowNanos) {
    lost.add(new Hole(first, end, Hole.Reason.RETENTION));
    touch(nowNanos);
    cover(end);
  }

  private void encode(ConsumerRecord<byte[], byte[]> record) {
    try {
      encoder.encode(record);
    } catch (OversizedRecordException e) {
      throw new InvalidRecordException(
          "validate", e.getMessage() + "; see validate.max-record-bytes", e);
    }
  }

  /** Counts an offset as a dead letter that was acknowledged. */
  void deadLetter(long offset, long nowNanos) {
    deadLetters.add(offset);
    touch(nowNanos);
    cover(offset + 1);
  }

  /** Leaves out an offset whose record a policy skips by name. */
  void skip(long offset, long nowNanos) {
    skipped.add(offset);
    touch(nowNanos);
    cover(offset + 1);
  }

  private void touch(long nowNanos) {
    if (openedAtNanos == null) {
      openedAtNanos = nowNanos;
    }
  }

  /** Moves the end; positions without records are covered as well. */
  void cover(long position) {
    long end = claim == null ? position : Math.min(position, claim.next());
    next = Math.max(next, end);
    if (claim != null) {
      undelivered.passed(end);
    }
  }

  /** Whether it has anything in it and ends where its writer likes. */
  boolean canRoll() {
    return claim == null && !isEmpty();
  }

  /** Bytes are looked at now and then, a record limit that is reached is seen at once. */
  boolean isRollCheckDue(RollPolicy policy) {
    return (records & ROLL_CHECK_MASK) == 0 || records >= policy.maxRecords();
  }

  Optional<RollPolicy.Reason> rollDue(RollPolicy policy, long nowNanos) {
    if (!canRoll()) {
      return Optional.empty();
    }
    int listed = deadLetters.size() + skipped.size();
    RollPolicy.SegmentState state =
        new RollPolicy.SegmentState(offsets(), files.bytes(), records, listed);
    return policy.shouldRoll(state, Duration.ofNanos(ageNanos(nowNanos)));
  }

  private long ageNanos(long nowNanos) {
    return openedAtNanos == null ? 0 : nowNanos - openedAtNanos;
  }

  @Override
  public String toString() {
    return "[" + from + ", " + next + ")";
  }
}
