package io.streamlake.gcs.writer;

import io.streamlake.gcs.ledger.Folders;
import io.streamlake.gcs.stage.RollPolicy;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What settings come to on a busy day: how many data objects are made, and how many create requests
 * that takes. Pure.
 *
 * <p>It counts segments that roll by age, which is the most there are by time alone: a partition
 * without records makes none. Each {@code roll.bytes} or {@code roll.records} that is reached
 * earlier adds a segment, and records that come late add an object a folder; how many these are
 * only the topic knows.
 *
 * @param filesPerDay data objects of all partitions in 24 hours, at most
 * @param createsPerDay their creates and those of the claims, at most
 * @param concerns what had better be set otherwise
 */
public record Forecast(long filesPerDay, long createsPerDay, Set<Concern> concerns) {

  /**
   * The writes a second that a bucket takes at first; it takes more after a while.
   *
   * @see <a href="https://cloud.google.com/storage/docs/request-rate">Request rate</a>
   */
  static final int CREATES_PER_SECOND = 1_000;

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration SHORT_AGE = Duration.ofMinutes(1);
  private static final long FEW_BYTES = 1L << 20;
  private static final long FEW_RECORDS = 1_000;

  /** Copies the concerns. */
  public Forecast {
    EnumSet<Concern> copy = EnumSet.noneOf(Concern.class);
    copy.addAll(concerns);
    concerns = Collections.unmodifiableSet(copy);
  }

  /** What had better be set otherwise, and how. */
  public enum Concern {
    /** Segments roll by age before they have grown. */
    SHORT_AGE("raw-zone.roll.age is below a minute: files will be small and many; 10m is usual"),
    /** Segments roll by bytes before they have grown. */
    FEW_BYTES("raw-zone.roll.bytes is below 1 MiB: files will be small and many; 128MiB is usual"),
    /** Segments roll by records before they have grown. */
    FEW_RECORDS("raw-zone.roll.records is below 1,000: files will be small and many"),
    /** The bucket may answer that it is too much. */
    MANY_CREATES(
        "more than 1,000 creates a second are more than a bucket takes at first: raise"
            + " raw-zone.roll.age"),
    /** Segments roll early because other partitions need their files. */
    FEW_OPEN_FILES(
        "raw-zone.limits.open-files is below what one process needs for all partitions, two files"
            + " each around the turn of a folder: segments will roll early. Raise it (some 20 KiB"
            + " of heap a file, in Avro and Parquet 50), or run more processes");

    private final String advice;

    Concern(String advice) {
      this.advice = advice;
    }

    /**
     * What is wrong and what to do about it.
     *
     * @return a sentence that names the setting
     */
    public String advice() {
      return advice;
    }
  }

  /**
   * Looks ahead.
   *
   * @param roll when segments are closed
   * @param folders by which records are spread
   * @param partitions of all topics together, 0 or more
   * @param maxOpenFiles of one process
   * @return what that comes to
   */
  public static Forecast of(RollPolicy roll, Folders folders, int partitions, int maxOpenFiles) {
    if (partitions < 0) {
      throw new IllegalArgumentException("partitions must not be negative: " + partitions);
    }
    long segments = segmentsPerDay(roll.maxAge());
    // the segment that is open while a folder ends has an object in the next one as well
    long files = partitions * (segments + foldersPerDay(folders));
    long creates = files + partitions * segments;
    Set<Concern> concerns = EnumSet.noneOf(Concern.class);
    addIf(roll.maxAge().compareTo(SHORT_AGE) < 0, Concern.SHORT_AGE, concerns);
    addIf(roll.maxBytes() < FEW_BYTES, Concern.FEW_BYTES, concerns);
    addIf(roll.maxRecords() < FEW_RECORDS, Concern.FEW_RECORDS, concerns);
    addIf(creates > CREATES_PER_SECOND * DAY.toSeconds(), Concern.MANY_CREATES, concerns);
    long needed = (long) partitions * (folders == Folders.NONE ? 1 : 2);
    addIf(maxOpenFiles < needed, Concern.FEW_OPEN_FILES, concerns);
    return new Forecast(files, creates, concerns);
  }

  private static void addIf(boolean isTrue, Concern concern, Set<Concern> concerns) {
    if (isTrue) {
      concerns.add(concern);
    }
  }

  /** At least one: what is younger than a day rolls on the next. */
  private static long segmentsPerDay(Duration age) {
    if (age.compareTo(DAY) >= 0) {
      return 1;
    }
    long millis = Math.max(1, age.toMillis());
    return (DAY.toMillis() + millis - 1) / millis;
  }

  private static int foldersPerDay(Folders folders) {
    return switch (folders) {
      case HOUR -> 24;
      case DAY -> 1;
      case NONE -> 0;
    };
  }
}
