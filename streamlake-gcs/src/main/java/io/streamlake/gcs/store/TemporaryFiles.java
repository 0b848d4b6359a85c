package io.streamlake.gcs.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hidden folder where objects are written before they get their names. */
final class TemporaryFiles {

  static final String FOLDER = ".tmp";

  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFiles.class);
  private static final int BUFFER_BYTES = 256 * 1024;

  /** Nothing is written for as long; and if it were, its create would only begin anew. */
  private static final Duration LEFT_BEHIND = Duration.ofDays(1);

  private final Path folder;

  TemporaryFiles(Path root) {
    this.folder = root.resolve(FOLDER);
  }

  /**
   * Creates the folder, proves that the file system has hard links, and deletes what crashes have
   * left behind.
   */
  void prepare() throws IOException {
    Files.createDirectories(folder);
    Path probe = fresh();
    Path link = fresh();
    try {
      Files.createFile(probe);
      Files.createLink(link, probe);
      deleteBefore(Files.getLastModifiedTime(probe).toInstant().minus(LEFT_BEHIND));
    } finally {
      Files.deleteIfExists(link);
      Files.deleteIfExists(probe);
    }
  }

  private void deleteBefore(Instant oldest) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        deleteBefore(oldest, file);
      }
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
  }

  /** That one of them stays is no harm, it only takes room. */
  private static void deleteBefore(Instant oldest, Path file) {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (found.isRegularFile() && found.lastModifiedTime().toInstant().isBefore(oldest)) {
        Files.deleteIfExists(file);
        LOG.info("{}: deleted, a process that ended early had left it behind", file);
      }
    } catch (NoSuchFileException gone) {
      LOG.trace("{}: another process has finished with it", file);
    } catch (IOException failure) {
      LOG.warn("{}: left behind by a process that ended early, and not deleted", file, failure);
    }
  }

  /** Writes and syncs content; nothing is left behind if that fails. */
  Path write(Content content) throws IOException {
    Files.createDirectories(folder);
    Path file = fresh();
    try {
      if (content instanceof Content.Bytes bytes) {
        writeNew(file, bytes);
      } else {
        take(file, (Content.File) content);
      }
      return file;
    } catch (IOException | RuntimeException failure) {
      Files.deleteIfExists(file);
      throw failure;
    }
  }

  private static void writeNew(Path file, Content.Bytes bytes) throws IOException {
    try (FileChannel channel = create(file)) {
      put(channel, ByteBuffer.wrap(bytes.body()));
      channel.force(true);
    }
  }

  /** A staged file takes a second name where it lies on the same file system, else it is copied. */
  private static void take(Path file, Content.File staged) throws IOException {
    if (isLinked(file, staged.path())) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        read(staged, buffer -> {});
        channel.force(true);
      }
      return;
    }
    try (FileChannel channel = create(file)) {
      read(staged, buffer -> put(channel, buffer));
      channel.force(true);
    }
  }

  private static boolean isLinked(Path file, Path staged) throws IOException {
    try {
      Files.createLink(file, staged);
      return true;
    } catch (NoSuchFileException gone) {
      throw gone;
    } catch (FileSystemException | UnsupportedOperationException elsewhere) {
      return false;
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Takes the bytes of a file, one buffer after the other. */
  @FunctionalInterface
  private interface Buffers {

    void take(ByteBuffer buffer) throws IOException;
  }

  /** Reads a staged file, and makes sure that it still is what it was. */
  private static void read(Content.File staged, Buffers each) throws IOException {
    CRC32C sum = new CRC32C();
    long size = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(staged.path())) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sum.update(buffer, 0, count);
        size += count;
        each.take(ByteBuffer.wrap(buffer, 0, count));
      }
    }
    int found = (int) sum.getValue();
    if (found != staged.crc32c() || size != staged.size()) {
      throw new ChangedContentException(Crc32c.toBase64(found), Crc32c.toBase64(staged.crc32c()));
    }
  }

  private static void put(FileChannel target, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }

  private Path fresh() {
    return folder.resolve(UUID.randomUUID().toString());
  }
}
