package io.streamlake.runner.settings;

import io.streamlake.runner.settings.ConflictException.Conflict;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The raw zone: where it lies and how it is written.
 *
 * @param location gs://bucket/prefix or file:///directory
 * @param encoding how records are written
 * @param folders how objects are spread over folders
 * @param roll when a segment ends
 * @param staging local disk for segments under way
 * @param limits what may be under way at a time
 * @param gcs how Google's service is reached
 * @param acceptedTopics ids of topics that were deleted and created again, and may be landed
 * @param complete whether and when folders are marked as complete
 */
public record RawZone(
    URI location,
    Encoding encoding,
    Folders folders,
    Roll roll,
    Staging staging,
    Limits limits,
    Gcs gcs,
    List<String> acceptedTopics,
    Complete complete) {
  /** Checks the location and that folders can be marked as complete, and copies the list. */
  public RawZone {
    Keys.LOCATION.require(location);
    acceptedTopics = List.copyOf(acceptedTopics);
    complete.requireFits(folders, roll);
    gcs.requireFits(location);
  }

  /**
   * How records are written.
   *
   * @param format the file format
   * @param compression a codec of the format
   * @param level on the codec's own scale; empty: the codec's default
   */
  public record Encoding(Format format, Compression compression, Optional<Integer> level) {
    /** Checks that the three fit together. */
    public Encoding {
      List<Conflict> conflicts = new ArrayList<>();
      if (!format.compressions().contains(compression)) {
        conflicts.add(
            new Conflict(
                Keys.COMPRESSION.name(),
                "must be one of " + format.compressionNames() + " for " + KeyType.nameOf(format)));
      }
      level
          .flatMap(compression::objectionTo)
          .ifPresent(
              objection -> conflicts.add(new Conflict(Keys.COMPRESSION_LEVEL.name(), objection)));
      ConflictException.throwIfAny(conflicts);
    }
  }

  /**
   * When a segment ends, whichever comes first.
   *
   * @param bytes compressed bytes
   * @param records records
   * @param age time since its first record, also without new ones
   */
  public record Roll(ByteSize bytes, long records, Duration age) {
    /** Checks the ranges. */
    public Roll {
      Keys.ROLL_BYTES.require(bytes);
      Keys.ROLL_RECORDS.require(records);
      Keys.ROLL_AGE.require(age);
    }
  }

  /**
   * Local disk for segments under way.
   *
   * @param directory each process locks a sub-directory of its own in it
   * @param maxBytes the most that is staged at a time
   */
  public record Staging(Path directory, ByteSize maxBytes) {
    /** Checks the ranges. */
    public Staging {
      Keys.STAGING_MAX_BYTES.require(maxBytes);
    }
  }

  /**
   * What may be under way at a time.
   *
   * @param openFiles files that are written
   * @param uploads objects that are created
   */
  public record Limits(int openFiles, int uploads) {
    /** Checks the ranges. */
    public Limits {
      Keys.OPEN_FILES.require(openFiles);
      Keys.UPLOADS.require(uploads);
    }
  }

  /**
   * How Google's service is reached.
   *
   * @param endpoint another address than Google's
   * @param project the project that requests are made for
   * @param credentials default, none, or the path of a key file
   * @param kmsKey the Cloud KMS key that encrypts what is created
   */
  public record Gcs(
      Optional<URI> endpoint,
      Optional<String> project,
      String credentials,
      Optional<String> kmsKey) {
    /** Checks the ranges. */
    public Gcs {
      endpoint = Keys.GCS_ENDPOINT.require(endpoint);
      Keys.GCS_CREDENTIALS.require(credentials);
      kmsKey = Keys.GCS_KMS_KEY.require(kmsKey);
    }

    private void requireFits(URI location) {
      if (kmsKey.isPresent() && !"gs".equals(location.getScheme())) {
        throw ConflictException.of(Keys.GCS_KMS_KEY, "needs a raw-zone.location in a bucket");
      }
    }

    /** The key file, if the credentials name one. */
    public Optional<Path> keyFile() {
      boolean named = credentials.equals("default") || credentials.equals("none");
      return named ? Optional.empty() : Optional.of(Path.of(credentials));
    }
  }

  /**
   * Whether and when folders are marked as complete.
   *
   * @param enabled whether they are
   * @param lateness how long after a folder's time its records may arrive
   * @param idleAfter how long a partition of which all is landed may claim nothing before it no
   *     longer counts
   */
  public record Complete(boolean enabled, Duration lateness, Duration idleAfter) {
    /** Checks the ranges. */
    public Complete {
      Keys.COMPLETE_LATENESS.require(lateness);
      Keys.COMPLETE_IDLE_AFTER.require(idleAfter);
    }

    private void requireFits(Folders folders, Roll roll) {
      List<Conflict> conflicts = new ArrayList<>();
      if (enabled && folders == Folders.NONE) {
        conflicts.add(
            new Conflict(Keys.COMPLETE_ENABLED.name(), "needs raw-zone.folders: hour or day"));
      }
      if (enabled && idleAfter.compareTo(roll.age().multipliedBy(2)) < 0) {
        conflicts.add(
            new Conflict(
                Keys.COMPLETE_IDLE_AFTER.name(), "must be at least twice raw-zone.roll.age"));
      }
      ConflictException.throwIfAny(conflicts);
    }
  }
}
