package io.streamlake.gcs.format;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Puts the rows of one row group together again. For one thread. */
final class ParquetRows {

  private final Map<ParquetField, ParquetCursor> cursors;

  ParquetRows(Map<ParquetField, ParquetCursor> cursors) {
    this.cursors = cursors;
  }

  boolean isAtEnd() {
    return cursors.values().stream().allMatch(ParquetCursor::isAtEnd);
  }

  ConsumerRecord<byte[], byte[]> next() {
    byte[] key = nullable(ParquetField.KEY);
    byte[] value = nullable(ParquetField.VALUE);
    return new ConsumerRecord<>(
        text(ParquetField.TOPIC),
        at(ParquetField.PARTITION).takeInt(),
        at(ParquetField.OFFSET).takeLong(),
        at(ParquetField.TIMESTAMP_MS).takeLong(),
        TimestampType.valueOf(text(ParquetField.TIMESTAMP_TYPE)),
        key == null ? ConsumerRecord.NULL_SIZE : key.length,
        value == null ? ConsumerRecord.NULL_SIZE : value.length,
        key,
        value,
        headers(),
        Optional.empty());
  }

  private ParquetCursor cursor(ParquetField field) {
    ParquetCursor cursor = cursors.get(field);
    if (cursor == null) {
      throw new IllegalArgumentException("there is no column " + field);
    }
    return cursor;
  }

  /** The cursor of a column without nulls, at its next value. */
  private ParquetCursor at(ParquetField field) {
    ParquetCursor cursor = cursor(field);
    cursor.next();
    return cursor;
  }

  private String text(ParquetField field) {
    return new String(at(field).takeBytes(), StandardCharsets.UTF_8);
  }

  private byte @Nullable [] nullable(ParquetField field) {
    ParquetCursor cursor = cursor(field);
    return cursor.next() < field.maxDefinition() ? null : cursor.takeBytes();
  }

  private RecordHeaders headers() {
    RecordHeaders headers = new RecordHeaders();
    ParquetCursor keys = cursor(ParquetField.HEADER_KEY);
    do {
      boolean isThere = keys.next() > 0;
      String key = isThere ? new String(keys.takeBytes(), StandardCharsets.UTF_8) : "";
      byte[] value = nullable(ParquetField.HEADER_VALUE);
      if (isThere) {
        headers.add(key, value);
      }
    } while (keys.continuesRow());
    return headers;
  }
}
