package io.streamlake.gcs.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Stages records as the writer does. */
final class StagedFiles {

  static final SegmentOrigin ORIGIN = new SegmentOrigin(new TopicPartition("orders", 3), 7);

  private StagedFiles() {}

  /** A file's bytes and what they hold. */
  static final class Staged {

    private final FileSummary summary;
    private final byte[] bytes;

    private Staged(FileSummary summary, byte[] bytes) {
      this.summary = summary;
      this.bytes = bytes;
    }

    FileSummary summary() {
      return summary;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  static Encoding encoding(String names) {
    String[] parts = names.split(" ", -1);
    return Encoding.of(parts[0], parts[1], OptionalInt.empty());
  }

  static Stream<String> encodings() {
    return Stream.of(
        "jsonl none",
        "jsonl gzip",
        "jsonl zstd",
        "avro null",
        "avro deflate",
        "avro snappy",
        "avro zstandard",
        "parquet uncompressed",
        "parquet snappy",
        "parquet gzip",
        "parquet zstd");
  }

  static Staged stage(Encoding encoding, Iterable<ConsumerRecord<byte[], byte[]>> records)
      throws IOException {
    Path directory = Files.createTempDirectory("staged");
    Path path = directory.resolve("file." + encoding.extension());
    SegmentFile file = write(path, encoding, records);
    FileSummary summary = file.finish();
    byte[] bytes = Files.readAllBytes(path);
    file.discard();
    Files.delete(directory);
    return new Staged(summary, bytes);
  }

  static SegmentFile write(
      Path path, Encoding encoding, Iterable<ConsumerRecord<byte[], byte[]>> records)
      throws IOException {
    SegmentFile file = SegmentFile.create(path, encoding, ORIGIN);
    JsonlEncoder encoder = new JsonlEncoder(Integer.MAX_VALUE);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      encoder.encode(record);
      file.append(record, encoder);
    }
    return file;
  }
}
