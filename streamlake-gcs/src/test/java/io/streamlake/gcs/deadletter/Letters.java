package io.streamlake.gcs.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlake.core.DeadLetter;
import io.streamlake.gcs.format.Compression;
import io.streamlake.gcs.format.FileSummary;
import io.streamlake.gcs.format.JsonlReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Letters for tests to write, and a reader for those that were written. */
final class Letters {

  private Letters() {}

  static DeadLetter of(long offset, String value) {
    return of(record(offset, value.getBytes(UTF_8)), 1);
  }

  static DeadLetter of(ConsumerRecord<byte[], byte[]> record, int attempts) {
    return new DeadLetter(
        record,
        new IOException("attempt " + attempts),
        "handle",
        attempts,
        Instant.EPOCH.plusSeconds(attempts),
        "group");
  }

  static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
    return new ConsumerRecord<>(
        "orders",
        3,
        offset,
        17,
        TimestampType.CREATE_TIME,
        0,
        0,
        "k".getBytes(UTF_8),
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  /** Reads an object as every reader of the raw zone does. */
  static List<ConsumerRecord<byte[], byte[]>> read(byte[] object) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try {
      FileSummary unused =
          JsonlReader.read(new ByteArrayInputStream(object), Compression.NONE, records::add);
      return records;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(ConsumerRecord<byte[], byte[]> record, String header) {
    return new String(record.headers().lastHeader(header).value(), UTF_8);
  }
}
