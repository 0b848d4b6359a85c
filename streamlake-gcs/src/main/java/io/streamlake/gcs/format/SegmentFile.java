package io.streamlake.gcs.format;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One data object while it is staged on local disk: records go in, and at the end the file and its
 * summary come out. Staging is disposable, so nothing is synced.
 *
 * <p>Used by one thread at a time. An open file holds some 20 KiB of heap, in Avro and Parquet some
 * 50 KiB, and the codec's native memory (zstd 1 MiB, gzip 256 KiB), until {@link #finish} or {@link
 * #discard}; a record larger than that is held as well until its block is written.
 */
public final class SegmentFile {

  private final Path path;
  private final RecordSink sink;
  private final SummaryCounter counter;

  private SegmentFile(Path path, RecordSink sink, SummaryCounter counter) {
    this.path = path;
    this.sink = sink;
    this.counter = counter;
  }

  /**
   * Creates the file.
   *
   * @param path where; nothing may be there yet
   * @param encoding format and codec
   * @param origin the segment that the file is of
   * @return the open file
   * @throws IOException if it cannot be created or written
   */
  public static SegmentFile create(Path path, Encoding encoding, SegmentOrigin origin)
      throws IOException {
    SummaryCounter counter = new SummaryCounter();
    return new SegmentFile(path, encoding.open(path, origin, counter), counter);
  }

  /**
   * Appends a record.
   *
   * @param record the record; its offset is above the last one's
   * @param line holds the record's encoded line; free for reuse on return
   * @throws IOException if the disk fails; the file can then only be discarded
   * @throws IllegalArgumentException if the offset is not above the last one
   */
  public void append(ConsumerRecord<byte[], byte[]> record, JsonlEncoder line) throws IOException {
    counter.count(record.offset(), record.timestamp());
    sink.append(record, line);
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
   * The compressed bytes written so far. Lags behind what was appended by the sink's buffer and the
   * codec's own; for Parquet it is the size of the rows that wait to be sorted by columns,
   * compressed by the object's codec.
   *
   * @return bytes
   */
  public long bytes() {
    return sink.bytes();
  }

  /**
   * What {@link #finish} takes on disk beyond {@link #bytes}, until it is done: for Parquet about
   * as much again, because rows and columns are both there. Lags behind as {@link #bytes} does.
   *
   * @return bytes, 0 for a finished file
   */
  public long bytesToFinish() {
    return sink.bytesToFinish();
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
    sink.finish();
    return counter.summary(sink.bytes(), sink.crc32c());
  }

  /**
   * Closes and deletes the file, finished or not.
   *
   * @throws IOException if it cannot be deleted
   */
  public void discard() throws IOException {
    sink.discard();
  }
}
