package io.streamlake.gcs.stage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A process's own sub-directory. Its lock file stands beside it and ends with the process, however
 * that ends; so a sub-directory whose lock can be had is abandoned.
 */
final class StagingDirectory implements Closeable {

  private static final String LOCK = ".lock";

  /**
   * Locks of this very process. They must not be tried: closing any channel of a file lets go of
   * all locks that the process has on it.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/fcntl_locking.2.html">fcntl_locking(2)</a>
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Path lockFile;
  private final FileChannel channel;

  private StagingDirectory(Path lockFile, FileChannel channel) {
    String name = lockFile.getFileName().toString();
    this.path = lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length()));
    this.lockFile = lockFile;
    this.channel = channel;
  }

  static StagingDirectory take(Path parent) throws IOException {
    while (true) {
      Path lockFile = parent.resolve("process-" + UUID.randomUUID() + LOCK).toAbsolutePath();
      Optional<StagingDirectory> taken = lock(lockFile, StandardOpenOption.CREATE_NEW);
      if (taken.isEmpty()) {
        continue;
      }
      // Between creation and lock another process may have taken it for abandoned.
      if (Files.exists(lockFile)) {
        Files.createDirectory(taken.get().path);
        return taken.get();
      }
      taken.get().close();
    }
  }

  static void emptyAbandoned(Path parent) throws IOException {
    try (DirectoryStream<Path> locks =
        Files.newDirectoryStream(parent.toAbsolutePath(), "process-*" + LOCK)) {
      for (Path lockFile : locks) {
        Optional<StagingDirectory> abandoned = lock(lockFile, StandardOpenOption.WRITE);
        if (abandoned.isPresent()) {
          abandoned.get().close();
        }
      }
    }
  }

  private static Optional<StagingDirectory> lock(Path lockFile, StandardOpenOption how)
      throws IOException {
    if (!OWN.add(lockFile)) {
      return Optional.empty();
    }
    Optional<StagingDirectory> locked = Optional.empty();
    try {
      locked = tryLock(lockFile, how);
      return locked;
    } finally {
      if (locked.isEmpty()) {
        OWN.remove(lockFile);
      }
    }
  }

  private static Optional<StagingDirectory> tryLock(Path lockFile, StandardOpenOption how)
      throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(lockFile, StandardOpenOption.WRITE, how);
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(new StagingDirectory(lockFile, channel));
  }

  Path path() {
    return path;
  }

  /** Creates it again, if others have removed it; not after its end. */
  void create() throws IOException {
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
    Files.createDirectories(path);
  }

  /**
   * Makes the lock file young. It is written through the lock's own channel: to set its time would
   * open and close it once more, and so let go of the lock.
   */
  void touch() throws IOException {
    channel.write(ByteBuffer.wrap(new byte[1]), 0);
  }

  /** Deletes the contents, then the lock file, and lets go of the lock last. */
  @Override
  public void close() throws IOException {
    try (channel) {
      if (!channel.isOpen()) {
        return;
      }
      if (Files.isDirectory(path)) {
        empty();
        Files.deleteIfExists(path);
      }
      Files.deleteIfExists(lockFile);
    } finally {
      OWN.remove(lockFile);
    }
  }

  private void empty() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }
}
