package io.streamlake.testkit.gcs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The bytes of an object, wherever they are, with their checksums as the JSON API writes them.
 *
 * @param crc32c big-endian, base64
 * @param md5 base64; absent where nobody computed it
 */
record Content(long size, String crc32c, Optional<String> md5, Place place) {

  /** Where the bytes are. */
  sealed interface Place permits Memory, Spooled, Discarded {}

  /** On the heap; the array is longer than the content where it grew beyond it. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Memory(byte[] bytes) implements Place {}

  /** In a temporary file. */
  record Spooled(Path file) implements Place {}

  /** Nowhere: counted and forgotten. */
  record Discarded() implements Place {}

  boolean isDiscarded() {
    return place instanceof Discarded;
  }

  /** The bytes from an offset; throws {@link IOException} when they are gone. */
  InputStream open(long offset) throws IOException {
    if (place instanceof Memory memory) {
      return new ByteArrayInputStream(memory.bytes(), (int) offset, (int) (size - offset));
    }
    if (place instanceof Spooled spooled) {
      FileChannel channel = FileChannel.open(spooled.file());
      channel.position(offset);
      return Channels.newInputStream(channel);
    }
    throw new IOException("The bytes were discarded on arrival");
  }

  byte[] bytes() {
    if (isDiscarded()) {
      throw new IllegalStateException(
          "The bytes were discarded on arrival: start the server without discardBodies()");
    }
    try (InputStream in = open(0)) {
      return in.readNBytes((int) Math.min(size, Integer.MAX_VALUE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Frees the bytes of an object that never became visible. */
  void delete() {
    if (place instanceof Spooled spooled) {
      try {
        Files.deleteIfExists(spooled.file());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
