package io.streamlake.gcs.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Records in Avro's binary encoding, in memory that grows and can be given back. */
final class AvroBuffer {

  private static final int INITIAL_BYTES = 1024;

  private byte[] bytes = new byte[INITIAL_BYTES];
  private int length;

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** Forgets the contents, and gives back memory beyond what is usual. */
  void clear(int usualBytes) {
    length = 0;
    if (bytes.length > 2 * usualBytes) {
      bytes = new byte[INITIAL_BYTES];
    }
  }

  void put(ConsumerRecord<byte[], byte[]> record) {
    putText(record.topic());
    putLong(record.partition());
    putLong(record.offset());
    putLong(record.timestamp());
    putText(record.timestampType().name());
    putNullable(record.key());
    putHeaders(record);
    putNullable(record.value());
  }

  /** One block of items, and the empty block that ends an array. */
  private void putHeaders(ConsumerRecord<byte[], byte[]> record) {
    Header[] headers = record.headers().toArray();
    if (headers.length > 0) {
      putLong(headers.length);
      for (Header header : headers) {
        putText(header.key());
        putNullable(header.value());
      }
    }
    putLong(0);
  }

  private void putNullable(byte @Nullable [] value) {
    if (value == null) {
      putLong(0);
      return;
    }
    putLong(1);
    putBytes(value);
  }

  void putText(String text) {
    putBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  void putBytes(byte[] value) {
    putLong(value.length);
    putRaw(value);
  }

  void putRaw(byte[] value) {
    ensure(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  /** Zigzag, then seven bits an octet, lowest first. */
  void putLong(long value) {
    ensure(10);
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  private void ensure(int more) {
    int needed = Math.addExact(length, more);
    if (needed > bytes.length) {
      int doubled = (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8);
      bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
  }
}
