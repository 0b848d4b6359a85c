package io.streamlake.gcs.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * One data object while it is staged on local disk: lines go in, and at the end the compressed file
 * and its summary come out. Staging is disposable, so nothing is synced.
 *
 * <p>Used by one thread at a time. An open file holds some 50 KiB of heap, and the codec's native
 * memory, until {@link #finish} or {@link #discard}.
 */
public final class SegmentFile {

  private static final int BUFFER_BYTES = 32 * 1024;

  private final Path path;
  private final SummedFile file;
  private final OutputStream codec;
  private final SummaryCounter counter = new SummaryCounter();

  /** Lines on their way to the hash and the codec, which are called natively and so in bulk. */
  private byte[] pending = new byte[BUFFER_BYTES];

  private int pendingLength;

  private SegmentFile(Path path, SummedFile file, OutputStream codec) {
    this.path = path;
    this.file = file;
    this.codec = codec;
  }

  /**
   * Creates the file.
   *
   * @param path where; nothing may be there yet
   * @param compression the codec
   * @param level on the codec's own scale; empty for its default
   * @return the open file
   * @throws IOException if it cannot be created or written
   * @throws IllegalArgumentException if the codec has no such level
   */
  public static SegmentFile create(Path path, Compression compression, OptionalInt level)
      throws IOException {
    SummedFile file = new SummedFile(path);
    try {
      return new SegmentFile(path, file, compression.compress(file, level));
    } catch (IOException | RuntimeException failure) {
      file.close();
      Files.deleteIfExists(path);
      throw failure;
    }
  }

  /**
   * Appends a record.
   *
   * @param buffer holds the record's encoded line from index 0; free for reuse on return
   * @param length the line's length in bytes, its line feed included
   * @param offset the record's offset, above the last one
   * @param timestampMs the record's timestamp in milliseconds since 1970; negative if it has none
   * @throws IOException if the disk fails; the file can then only be discarded
   * @throws IllegalArgumentException if the offset is not above the last one
   */
  public void append(byte[] buffer, int length, long offset, long timestampMs) throws IOException {
    counter.count(offset, timestampMs);
    if (length > pending.length - pendingLength) {
      flushPending();
    }
    if (length > pending.length) {
      write(buffer, length);
      return;
    }
    System.arraycopy(buffer, 0, pending, pendingLength, length);
    pendingLength += length;
  }

  /**
   * Where the file is.
   *
   * @return its path
   */
  public Path path() {
    return path;
  }

  /**
   * The compressed bytes written so far. Lags behind what was appended by this file's buffer and
   * the codec's own.
   *
   * @return bytes
   */
  public long bytes() {
    return file.bytes();
  }

  /**
   * The records appended so far.
   *
   * @return how many
   */
  public long records() {
    return counter.records();
  }

  /**
   * Closes the file; it is complete then.
   *
   * @return what it holds
   * @throws IOException if the disk fails; the file can then only be discarded
   * @throws IllegalArgumentException if no record was appended
   */
  public FileSummary finish() throws IOException {
    flushPending();
    codec.close();
    pending = new byte[0];
    return counter.summary(file.bytes(), file.crc32c());
  }

  /**
   * Closes and deletes the file, finished or not.
   *
   * @throws IOException if it cannot be deleted
   */
  public void discard() throws IOException {
    pending = new byte[0];
    pendingLength = 0;
    try {
      codec.close();
    } finally {
      file.close();
      Files.deleteIfExists(path);
    }
  }

  private void flushPending() throws IOException {
    write(pending, pendingLength);
    pendingLength = 0;
  }

  private void write(byte[] lines, int length) throws IOException {
    counter.lines(lines, length);
    codec.write(lines, 0, length);
  }
}
