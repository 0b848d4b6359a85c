package io.streamlake.gcs.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Decodes the records of one block. For one thread. */
final class AvroRecords {

  private final byte[] block;
  private int position;

  AvroRecords(byte[] block) {
    this.block = block;
  }

  boolean isAtEnd() {
    return position == block.length;
  }

  /**
   * Decodes the next record.
   *
   * @throws IllegalArgumentException if there is none
   */
  ConsumerRecord<byte[], byte[]> next() {
    String topic = text();
    int partition = Math.toIntExact(number());
    long offset = number();
    long timestamp = number();
    TimestampType type = TimestampType.valueOf(text());
    byte[] key = nullable();
    RecordHeaders headers = headers();
    byte[] value = nullable();
    return new ConsumerRecord<>(
        topic,
        partition,
        offset,
        timestamp,
        type,
        key == null ? ConsumerRecord.NULL_SIZE : key.length,
        value == null ? ConsumerRecord.NULL_SIZE : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }

  private RecordHeaders headers() {
    RecordHeaders headers = new RecordHeaders();
    for (long count = number(); count != 0; count = number()) {
      for (long header = 0; header < count; header++) {
        String key = text();
        headers.add(key, nullable());
      }
    }
    return headers;
  }

  private byte @Nullable [] nullable() {
    long branch = number();
    if (branch < 0 || branch > 1) {
      throw new IllegalArgumentException("a union has no branch " + branch);
    }
    return branch == 0 ? null : bytes();
  }

  private String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  private byte[] bytes() {
    long length = number();
    if (length < 0 || length > block.length - position) {
      throw new IllegalArgumentException("a field of " + length + " bytes leaves its block");
    }
    byte[] bytes = Arrays.copyOfRange(block, position, position + (int) length);
    position += (int) length;
    return bytes;
  }

  private long number() {
    long bits = 0;
    int octet = 0x80;
    for (int shift = 0; (octet & 0x80) != 0; shift += 7) {
      if (position == block.length || shift > 63) {
        throw new IllegalArgumentException("a number leaves its block");
      }
      octet = block[position++];
      bits |= (long) (octet & 0x7f) << shift;
    }
    return (bits >>> 1) ^ -(bits & 1);
  }
}
