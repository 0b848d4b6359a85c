package io.streamlake.gcs.deadletter;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.deadletter.DeadLetterHeaders;
import io.streamlake.gcs.format.Compression;
import io.streamlake.gcs.format.JsonlEncoder;
import io.streamlake.gcs.format.JsonlReader;
import io.streamlake.gcs.ledger.ObjectMetadata;
import io.streamlake.gcs.store.Content;
import io.streamlake.gcs.store.NewObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;

/**
 * A dead letter as one line of the raw zone's JSONL: the record where it stood, of any size, with a
 * letter's headers. Pure.
 */
final class LetterObject {

  /** Half of what an array can hold is the encoder's own limit; none of this class. */
  private static final int ANY_SIZE = Integer.MAX_VALUE;

  private LetterObject() {}

  /**
   * The object that keeps a letter.
   *
   * @throws io.streamlake.gcs.format.OversizedRecordException if the line would exceed a GiB
   */
  static NewObject of(LetterNames names, DeadLetter letter) {
    ConsumerRecord<byte[], byte[]> source = letter.record();
    TopicPartition partition = new TopicPartition(source.topic(), source.partition());
    String name = names.of(partition, source.offset(), hash(line(source)));
    byte[] line = line(with(DeadLetterHeaders.of(letter), source));
    return new NewObject(
        name,
        Content.of(line),
        Compression.NONE.contentType(),
        ObjectMetadata.ofRecord(partition, source.offset(), "sha256:" + hash(line)));
  }

  /**
   * Whether an object keeps a letter's record: what went wrong, when, and how often it was tried
   * may differ, the record may not.
   *
   * @param object the object's bytes
   */
  static boolean holds(byte[] object, DeadLetter letter) {
    ConsumerRecord<byte[], byte[]> kept;
    try {
      kept = JsonlReader.decode(object);
    } catch (IllegalArgumentException damaged) {
      return false;
    }
    return Arrays.equals(line(withoutOwn(kept)), line(withoutOwn(letter.record())));
  }

  private static ConsumerRecord<byte[], byte[]> withoutOwn(ConsumerRecord<byte[], byte[]> record) {
    return with(DeadLetterHeaders.originals(record.headers()), record);
  }

  private static ConsumerRecord<byte[], byte[]> with(
      Headers headers, ConsumerRecord<byte[], byte[]> record) {
    return new ConsumerRecord<>(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.timestampType(),
        record.serializedKeySize(),
        record.serializedValueSize(),
        record.key(),
        record.value(),
        headers,
        Optional.empty());
  }

  private static byte[] line(ConsumerRecord<byte[], byte[]> record) {
    JsonlEncoder encoder = new JsonlEncoder(ANY_SIZE);
    encoder.encode(record);
    return Arrays.copyOf(encoder.buffer(), encoder.length());
  }

  private static String hash(byte[] line) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(line));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
