package io.streamlake.gcs.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.zip.CRC32C;

/** The hidden folder where objects are written before they get their names. */
final class TemporaryFiles {

  static final String FOLDER = ".tmp";

  private static final int BUFFER_BYTES = 256 * 1024;

  private final Path folder;

  TemporaryFiles(Path root) {
    this.folder = root.resolve(FOLDER);
  }

  /** Creates the folder, and proves that the file system has hard links. */
  void prepare() throws IOException {
    Files.createDirectories(folder);
    Path probe = fresh();
    Path link = fresh();
    try {
      Files.createFile(probe);
      Files.createLink(link, probe);
    } finally {
      Files.deleteIfExists(link);
      Files.deleteIfExists(probe);
    }
  }

  /** Writes and syncs content; nothing is left behind if that fails. */
  Path write(Content content) throws IOException {
    Files.createDirectories(folder);
    Path file = fresh();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      copy(content, channel);
      channel.force(true);
      return file;
    } catch (IOException | RuntimeException failure) {
      Files.deleteIfExists(file);
      throw failure;
    }
  }

  private static void copy(Content content, FileChannel target) throws IOException {
    if (content instanceof Content.Bytes bytes) {
      put(target, ByteBuffer.wrap(bytes.body()));
      return;
    }
    CRC32C sum = new CRC32C();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(((Content.File) content).path())) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sum.update(buffer, 0, count);
        put(target, ByteBuffer.wrap(buffer, 0, count));
      }
    }
    int found = (int) sum.getValue();
    if (found != content.crc32c() || target.position() != content.size()) {
      throw new ChangedContentException(Crc32c.toBase64(found), Crc32c.toBase64(content.crc32c()));
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
