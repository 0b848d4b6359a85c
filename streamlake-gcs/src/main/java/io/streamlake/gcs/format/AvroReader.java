package io.streamlake.gcs.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads an Avro file that has the raw zone's schema. For one thread. */
final class AvroReader {

  private final InputStream in;
  private final AvroBlocks blocks;
  private final byte[] syncMarker;
  private AvroRecords records = new AvroRecords(new byte[0]);
  private long left;

  AvroReader(InputStream in, AvroBlocks blocks) throws IOException {
    this.in = in;
    this.blocks = blocks;
    require(Arrays.equals(in.readNBytes(AvroSchema.MAGIC.length), AvroSchema.MAGIC), "magic");
    Map<String, String> header = header();
    require(AvroSchema.TEXT.equals(header.get(AvroSchema.SCHEMA_KEY)), "schema");
    require(blocks.name().equals(header.get(AvroSchema.CODEC_KEY)), "codec");
    this.syncMarker = exactly(AvroSchema.SYNC_BYTES);
  }

  private static void require(boolean isTrue, String what) throws IOException {
    if (!isTrue) {
      throw new IOException("the Avro file's " + what + " is not the claimed one");
    }
  }

  private Map<String, String> header() throws IOException {
    Map<String, String> header = new HashMap<>();
    for (long count = number(); count != 0; count = number()) {
      require(count > 0, "header");
      for (long entry = 0; entry < count; entry++) {
        String key = text();
        header.put(key, text());
      }
    }
    return header;
  }

  /** The next record; empty at the end of the file. */
  Optional<ConsumerRecord<byte[], byte[]>> next() throws IOException {
    while (left == 0) {
      require(records.isAtEnd(), "block");
      Optional<Long> count = nextCount();
      if (count.isEmpty()) {
        return Optional.empty();
      }
      left = count.get();
      records = new AvroRecords(blocks.decompress(exactly(Math.toIntExact(number()))));
      require(Arrays.equals(exactly(AvroSchema.SYNC_BYTES), syncMarker), "sync marker");
    }
    left--;
    return Optional.of(records.next());
  }

  /** The next block's record count; empty at the end of the file. */
  private Optional<Long> nextCount() throws IOException {
    int first = in.read();
    return first < 0 ? Optional.empty() : Optional.of(number(first));
  }

  private String text() throws IOException {
    return new String(exactly(Math.toIntExact(number())), StandardCharsets.UTF_8);
  }

  private long number() throws IOException {
    int first = in.read();
    if (first < 0) {
      throw new EOFException("the file is cut off");
    }
    return number(first);
  }

  private long number(int first) throws IOException {
    long bits = first & 0x7f;
    int octet = first;
    for (int shift = 7; (octet & 0x80) != 0; shift += 7) {
      octet = in.read();
      if (octet < 0 || shift > 63) {
        throw new EOFException("the file is cut off within a number");
      }
      bits |= (long) (octet & 0x7f) << shift;
    }
    return (bits >>> 1) ^ -(bits & 1);
  }

  private byte[] exactly(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the file is cut off: " + count + " bytes were to come");
    }
    return bytes;
  }
}
