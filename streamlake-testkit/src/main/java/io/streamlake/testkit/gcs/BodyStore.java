package io.streamlake.testkit.gcs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where bodies go: heap, a temporary directory that goes with the server, or nowhere. */
final class BodyStore implements AutoCloseable {

  static final int MAX_ON_HEAP = 8 * 1024 * 1024;

  private final long keepUpTo;
  private final Path directory;

  BodyStore(long keepUpTo) {
    this.keepUpTo = keepUpTo;
    try {
      this.directory = Files.createTempDirectory("streamlake-gcs-server-");
    } catch (IOException e) {
      throw new UncheckedIOException("No temporary directory for object bodies", e);
    }
  }

  boolean shouldDiscard(long size) {
    return size > keepUpTo;
  }

  Path newFile() throws IOException {
    return Files.createTempFile(directory, "object-", ".bin");
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not delete " + directory, e);
    }
  }
}
