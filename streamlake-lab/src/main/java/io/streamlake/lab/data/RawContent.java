package io.streamlake.lab.data;

import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a record consists of, wherever it stands: its bytes, headers and timestamp. Two are equal if
 * their {@linkplain RecordFingerprint fingerprints} are. Immutable as long as nobody writes into
 * the arrays.
 */
public final class RawContent {

  private final RecordStamp stamp;
  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final List<RawHeader> headers;

  /**
   * Creates a content.
   *
   * @param stamp its timestamp
   * @param key its key, not copied; null is not empty
   * @param value its value, not copied; null is not empty
   * @param headers in their order, with their duplicates
   */
  public RawContent(
      RecordStamp stamp, byte @Nullable [] key, byte @Nullable [] value, List<RawHeader> headers) {
    this.stamp = stamp;
    this.key = key;
    this.value = value;
    this.headers = List.copyOf(headers);
  }

  /**
   * The content of a record that a consumer was given.
   *
   * @param record the record
   * @return its content, sharing its arrays
   */
  public static RawContent of(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
    RecordStamp stamp = new RecordStamp(record.timestamp(), record.timestampType().name());
    List<RawHeader> headers = List.of();
    Header[] found = record.headers().toArray();
    if (found.length > 0) {
      headers = Arrays.stream(found).map(h -> new RawHeader(h.key(), h.value())).toList();
    }
    return new RawContent(stamp, record.key(), record.value(), headers);
  }

  /**
   * The record's timestamp.
   *
   * @return never null
   */
  public RecordStamp stamp() {
    return stamp;
  }

  /**
   * The record's key.
   *
   * @return not a copy; null is not empty
   */
  public byte @Nullable [] key() {
    return key;
  }

  /**
   * The record's value.
   *
   * @return not a copy; null is a tombstone
   */
  public byte @Nullable [] value() {
    return value;
  }

  /**
   * The record's headers.
   *
   * @return in their order, with their duplicates
   */
  public List<RawHeader> headers() {
    return headers;
  }

  /**
   * The 128-bit hash of everything in here.
   *
   * @return equal for equal content
   */
  public RecordFingerprint fingerprint() {
    return RecordFingerprint.of(this);
  }
}
