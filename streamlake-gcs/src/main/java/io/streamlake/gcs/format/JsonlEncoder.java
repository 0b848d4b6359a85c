package io.streamlake.gcs.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Encodes records as lines of the raw zone's JSONL: the exact text where bytes are valid UTF-8,
 * base64 where they are not, {@code null} where they are null. Total: every record that Kafka can
 * deliver has a line, and {@link JsonlReader} gives back its bytes.
 *
 * <p>For one thread. The line stays in {@link #buffer()} until the next call, so that encoding a
 * record makes no garbage beyond what Kafka's headers force.
 */
public final class JsonlEncoder {

  private static final byte[] TOPIC = ascii("{\"topic\":\"");
  private static final byte[] PARTITION = ascii("\",\"partition\":");
  private static final byte[] OFFSET = ascii(",\"offset\":");
  private static final byte[] TIMESTAMP = ascii(",\"timestamp_ms\":");
  private static final byte[] TIMESTAMP_TYPE = ascii(",\"timestamp_type\":\"");
  private static final byte[] HEADERS = ascii(",\"headers\":[");
  private static final byte[] HEADER_KEY = ascii("{\"key\":");
  private static final byte[] KEY_NAME = ascii("key");
  private static final byte[] VALUE_NAME = ascii("value");
  private static final byte[] BASE64_COLON = ascii("_base64\":");
  private static final byte[] NULL = ascii("null");

  private final JsonBuffer out;

  private String topic = "";
  private int partition = -1;
  private byte[] opening = new byte[0];

  /**
   * Creates an encoder.
   *
   * @param maxRecordBytes the longest line that is encoded, its line feed included
   */
  public JsonlEncoder(int maxRecordBytes) {
    this.out = new JsonBuffer(maxRecordBytes);
  }

  /**
   * Encodes a record, with a line feed at the end, in place of the last one.
   *
   * @param record any record
   * @throws OversizedRecordException if the line would exceed the limit
   */
  public void encode(ConsumerRecord<byte[], byte[]> record) {
    try {
      out.clear();
      writeLine(record);
    } catch (JsonBuffer.FullException full) {
      out.clear();
      String place = record.topic() + "-" + record.partition() + "@" + record.offset();
      throw new OversizedRecordException(place, bytes(record), out.maxLength());
    }
  }

  private static long bytes(ConsumerRecord<byte[], byte[]> record) {
    long bytes = length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      bytes += header.key().getBytes(StandardCharsets.UTF_8).length + length(header.value());
    }
    return bytes;
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  /**
   * The array that holds the line from index 0; another one after each call of {@link #encode}.
   *
   * @return the array itself, longer than the line
   */
  public byte[] buffer() {
    return out.array();
  }

  /**
   * The length of the line, its line feed included.
   *
   * @return bytes
   */
  public int length() {
    return out.length();
  }

  private void writeLine(ConsumerRecord<byte[], byte[]> record) {
    out.put(opening(record));
    out.putNumber(record.offset());
    out.put(TIMESTAMP);
    out.putNumber(record.timestamp());
    out.put(TIMESTAMP_TYPE);
    out.putAscii(record.timestampType().name());
    out.put('"');
    writeField(KEY_NAME, record.key());
    writeHeaders(record.headers());
    writeField(VALUE_NAME, record.value());
    out.put('}');
    out.put('\n');
    out.checkLength();
  }

  private void writeHeaders(Headers headers) {
    out.put(HEADERS);
    boolean first = true;
    for (Header header : headers) {
      if (!first) {
        out.put(',');
      }
      first = false;
      out.put(HEADER_KEY);
      // A String has no invalid UTF-8 any more: Kafka's client decoded it.
      out.putText(header.key().getBytes(StandardCharsets.UTF_8));
      writeField(VALUE_NAME, header.value());
      out.put('}');
    }
    out.put(']');
  }

  private void writeField(byte[] name, byte @Nullable [] bytes) {
    out.put(',');
    out.put('"');
    out.put(name);
    if (bytes == null) {
      out.put('"');
      out.put(':');
      out.put(NULL);
      return;
    }
    int afterName = out.length();
    out.put('"');
    out.put(':');
    if (!out.putText(bytes)) {
      out.rewind(afterName);
      out.put(BASE64_COLON);
      out.putBase64(bytes);
    }
  }

  /** Runs of records of one partition share the opening of their lines. */
  private byte[] opening(ConsumerRecord<?, ?> record) {
    if (record.partition() != partition || !record.topic().equals(topic)) {
      topic = record.topic();
      partition = record.partition();
      JsonBuffer text = new JsonBuffer(Integer.MAX_VALUE / 2);
      text.put(TOPIC);
      text.putAscii(topic);
      text.put(PARTITION);
      text.putNumber(partition);
      text.put(OFFSET);
      opening = Arrays.copyOf(text.array(), text.length());
    }
    return opening;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
