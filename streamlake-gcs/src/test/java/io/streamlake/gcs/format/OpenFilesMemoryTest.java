package io.streamlake.gcs.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 1,000 partitions with two open folders each. */
class OpenFilesMemoryTest {

  private static final int FILES = 2_000;
  private static final long MOST_BYTES = 160L << 20;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jsonl gzip",
        "jsonl zstd",
        "avro zstandard",
        "avro deflate",
        "parquet zstd",
        "parquet uncompressed",
        "parquet gzip"
      })
  void holdsTwoThousandOpenFilesInAFractionOf256MiB(String names, @TempDir Path directory)
      throws IOException {
    // trap 32
    Encoding encoding = StagedFiles.encoding(names);
    List<ConsumerRecord<byte[], byte[]>> records = records();
    long before = usedHeap();
    List<SegmentFile> files = new ArrayList<>();
    for (int index = 0; index < FILES; index++) {
      files.add(StagedFiles.write(directory.resolve("file" + index), encoding, records));
    }

    long held = usedHeap() - before;

    for (SegmentFile file : files) {
      file.discard();
    }
    assertThat(held).isLessThan(MOST_BYTES);
  }

  /** More than a block, and then nearly a block that is pending. */
  private static List<ConsumerRecord<byte[], byte[]>> records() {
    Random random = new Random(1);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int offset = 0; offset < 62; offset++) {
      byte[] value = new byte[1_000];
      random.nextBytes(value);
      records.add(AnyRecords.record(offset, offset, null, value));
    }
    return records;
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    for (int round = 0; round < 3; round++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
