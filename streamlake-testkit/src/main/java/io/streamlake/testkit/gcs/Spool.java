package io.streamlake.testkit.gcs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body as it arrives and keeps it: on the heap while it is small, then in a file, or not at
 * all. Takes whole blocks only, until the body's end: a connection that breaks leaves a multiple of
 * 256 KiB, as in GCS. Used by one thread at a time.
 */
final class Spool {

  /** What GCS persists of an unfinished resumable upload is a multiple of this. */
  static final int BLOCK = 256 * 1024;

  private final BodyStore store;
  private final CRC32C crc32c = new CRC32C();
  private @Nullable MessageDigest md5 = newMd5();
  private byte[] memory = new byte[0];
  private @Nullable Path file;
  private @Nullable OutputStream out;
  private long size;

  Spool(BodyStore store) {
    this.store = store;
  }

  long size() {
    return size;
  }

  /** Takes everything up to the end. Whole blocks taken before a failure stay. */
  void takeAll(InputStream in) throws IOException {
    take(in, true);
  }

  /** Takes the whole blocks of a chunk that is not the last, and reads it to its end. */
  void takeBlocks(InputStream in) throws IOException {
    take(in, false);
  }

  private void take(InputStream in, boolean withRest) throws IOException {
    byte[] block = new byte[BLOCK];
    int filled = in.readNBytes(block, 0, BLOCK);
    while (filled == BLOCK) {
      append(block, filled);
      filled = in.readNBytes(block, 0, BLOCK);
    }
    if (withRest) {
      append(block, filled);
    }
  }

  private void append(byte[] block, int length) throws IOException {
    crc32c.update(block, 0, length);
    if (md5 != null) {
      md5.update(block, 0, length);
    }
    keep(block, length);
    size += length;
  }

  private void keep(byte[] block, int length) throws IOException {
    if (store.shouldDiscard(size + length)) {
      memory = new byte[0];
      md5 = null;
      return;
    }
    if (out == null && size + length > BodyStore.MAX_ON_HEAP) {
      moveToFile();
    }
    if (out != null) {
      out.write(block, 0, length);
      return;
    }
    if (size + length > memory.length) {
      memory = Arrays.copyOf(memory, (int) Math.max(size + length, memory.length * 2L));
    }
    System.arraycopy(block, 0, memory, (int) size, length);
  }

  private void moveToFile() throws IOException {
    file = store.newFile();
    out = Files.newOutputStream(file);
    out.write(memory, 0, (int) size);
    memory = new byte[0];
  }

  /** The content; nothing is taken after it. */
  Content finish() throws IOException {
    if (out != null) {
      out.close();
    }
    return new Content(size, encode(crc32c), digest(), place());
  }

  /** Forgets everything taken. */
  void discard() throws IOException {
    if (out != null) {
      out.close();
    }
    if (file != null) {
      Files.deleteIfExists(file);
    }
    memory = new byte[0];
  }

  private Content.Place place() {
    if (store.shouldDiscard(size)) {
      return new Content.Discarded();
    }
    return file == null ? new Content.Memory(memory) : new Content.Spooled(file);
  }

  private Optional<String> digest() {
    return Optional.ofNullable(md5)
        .map(digest -> Base64.getEncoder().encodeToString(digest.digest()));
  }

  private static String encode(CRC32C crc32c) {
    byte[] bigEndian = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc32c.getValue()).array();
    return Base64.getEncoder().encodeToString(bigEndian);
  }

  private static MessageDigest newMd5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5", e);
    }
  }
}
