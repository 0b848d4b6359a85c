package io.streamlake.gcs.format;

import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes one data object in one format to local disk, and hands the canonical lines to the hash.
 * For one thread.
 */
interface RecordSink {

  /** Takes a record and, for the hash, the line that the encoder holds. */
  void append(ConsumerRecord<byte[], byte[]> record, JsonlEncoder line) throws IOException;

  /** The bytes on disk so far. */
  long bytes();

  /** Further bytes on disk that {@link #finish} takes until it is done, about. */
  default long bytesToFinish() {
    return 0;
  }

  /** Completes and closes the file; {@link #bytes} and {@link #crc32c} are final then. */
  void finish() throws IOException;

  /** The checksum of the finished file. */
  int crc32c();

  /** Closes and deletes whatever there is. */
  void discard() throws IOException;
}
