package io.streamlake.gcs.stage;

import io.streamlake.core.StreamLakeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The local disk where segments wait: a sub-directory of this process's own, held by a lock, with a
 * budget of bytes. What an abandoned sub-directory holds is worthless, because whoever owns those
 * partitions now reads the records again; it is emptied at the start.
 *
 * <p>Safe for use from any thread.
 */
public final class StagingArea implements AutoCloseable {

  /** Whoever paused goes on when an eighth of the budget is left. */
  private static final int RESERVE_PART = 8;

  /** What is being filled leaves a quarter of the budget to what is on its way to the store. */
  private static final int CLOSED_PART = 4;

  private final StagingDirectory directory;
  private final long maxBytes;
  private final AtomicLong reserved = new AtomicLong();
  private final AtomicLong files = new AtomicLong();

  private StagingArea(StagingDirectory directory, long maxBytes) {
    this.directory = directory;
    this.maxBytes = maxBytes;
  }

  /**
   * Empties what other processes left behind, and takes a sub-directory.
   *
   * @param parent the staging directory that processes share; created if there is none
   * @param maxBytes the budget of this process
   * @return the area, for the caller to close
   * @throws StreamLakeException if the directory cannot be written
   */
  public static StagingArea open(Path parent, long maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("staging.max-bytes must be positive: " + maxBytes);
    }
    try {
      Files.createDirectories(parent);
      StagingDirectory.emptyAbandoned(parent);
      return new StagingArea(StagingDirectory.take(parent), maxBytes);
    } catch (IOException unusable) {
      throw new StreamLakeException(
          parent
              + ": the staging directory cannot be used: "
              + unusable
              + "; let the user "
              + System.getProperty("user.name")
              + " write there, or set raw-zone.staging.directory to another one",
          unusable);
    }
  }

  /**
   * A path for a new file, not handed out before. The file is not created, its directory is where
   * it is gone: whatever cleans temporary files takes an empty one for forgotten.
   *
   * @param extension without its leading dot
   * @return a path in this process's sub-directory
   * @throws IOException if the sub-directory is gone and cannot be created again
   */
  public Path newFile(String extension) throws IOException {
    directory.create();
    return directory.path().resolve(files.incrementAndGet() + "." + extension);
  }

  /**
   * Shows to whatever cleans temporary files by their age that this process is alive, and makes its
   * sub-directory again where that is gone. Worth doing now and then: without its lock file nobody
   * would empty the sub-directory after a crash.
   *
   * @throws UncheckedIOException if that fails, or the area is closed
   */
  public void touch() {
    try {
      directory.touch();
      directory.create();
    } catch (IOException failure) {
      throw new UncheckedIOException(directory.path() + ": staging is not kept alive", failure);
    }
  }

  /**
   * Takes bytes from the budget, if there are as many.
   *
   * @param bytes how many, 0 or more
   * @return whether they were taken
   */
  public boolean tryReserve(long bytes) {
    checkNotNegative(bytes);
    long after = reserved.addAndGet(bytes);
    if (after <= maxBytes) {
      return true;
    }
    reserved.addAndGet(-bytes);
    return false;
  }

  /**
   * Takes bytes from the budget even beyond its end: they are on disk already.
   *
   * @param bytes how many, 0 or more
   */
  public void reserve(long bytes) {
    checkNotNegative(bytes);
    reserved.addAndGet(bytes);
  }

  /**
   * Gives bytes back to the budget.
   *
   * @param bytes how many, 0 or more
   */
  public void release(long bytes) {
    checkNotNegative(bytes);
    reserved.addAndGet(-bytes);
  }

  /**
   * The bytes taken from the budget.
   *
   * @return bytes
   */
  public long reservedBytes() {
    return reserved.get();
  }

  /**
   * Whether the budget is used up.
   *
   * @return true at or beyond its end
   */
  public boolean isFull() {
    return reserved.get() >= maxBytes;
  }

  /**
   * Whether so much of the budget is used that who has paused should not go on yet.
   *
   * @return true in its last eighth, and beyond its end
   */
  public boolean isNearlyFull() {
    return reserved.get() >= maxBytes - maxBytes / RESERVE_PART;
  }

  /**
   * How much may be staged that is not on its way to the store yet; beyond it the largest segments
   * are closed, so that the budget does not end all at once.
   *
   * @return bytes, three quarters of the budget
   */
  public long maxOpenBytes() {
    return maxBytes - maxBytes / CLOSED_PART;
  }

  /**
   * The space that the disk has, and has left for this process. Asks the operating system.
   *
   * @return the space
   * @throws UncheckedIOException if the disk does not say
   */
  public DiskSpace diskSpace() {
    try {
      FileStore disk = Files.getFileStore(directory.path());
      return DiskSpace.answered(disk.getUsableSpace(), disk.getTotalSpace());
    } catch (IOException failure) {
      throw new UncheckedIOException(directory.path() + ": free space is unknown", failure);
    }
  }

  /**
   * Where this process stages.
   *
   * @return its sub-directory
   */
  public Path path() {
    return directory.path();
  }

  /**
   * Deletes the sub-directory with all that is in it.
   *
   * @throws UncheckedIOException if it cannot be deleted; the next process will
   */
  @Override
  public void close() {
    try {
      directory.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(directory.path() + ": staging was not emptied", failure);
    }
  }

  private static void checkNotNegative(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must not be negative: " + bytes);
    }
  }
}
