package io.streamlake.gcs.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlake.gcs.format.StagedFiles.Staged;
import io.streamlake.gcs.store.Crc32c;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FormatRoundTripTest {

  @Property(tries = 300)
  void givesBackEveryByteOfEveryRecordInEveryFormat(
      @ForAll("encodings") String names,
      @ForAll("segments") List<ConsumerRecord<byte[], byte[]>> records)
      throws IOException {
    // traps 38, 39 and 40
    Encoding encoding = StagedFiles.encoding(names);
    List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();

    Staged staged = StagedFiles.stage(encoding, records);
    FileSummary found = encoding.read(new ByteArrayInputStream(staged.bytes()), read::add);

    assertThat(found).isEqualTo(staged.summary());
    assertThat(read.stream().map(AnyRecords::describe))
        .containsExactlyElementsOf(records.stream().map(AnyRecords::describe).toList());
    for (int index = 0; index < read.size(); index++) {
      // The line says text for valid UTF-8; bytes are compared as bytes.
      assertThat(read.get(index).key()).isEqualTo(records.get(index).key());
      assertThat(read.get(index).value()).isEqualTo(records.get(index).value());
      assertThat(read.get(index).headers().toArray())
          .isEqualTo(records.get(index).headers().toArray());
    }
  }

  @Property(tries = 100)
  void hasTheSameContentInEveryFormatAndTheSameBytesEachTime(
      @ForAll("encodings") String names,
      @ForAll("segments") List<ConsumerRecord<byte[], byte[]>> records)
      throws IOException {
    Staged lines = StagedFiles.stage(StagedFiles.encoding("jsonl none"), records);
    Staged once = StagedFiles.stage(StagedFiles.encoding(names), records);
    Staged again = StagedFiles.stage(StagedFiles.encoding(names), records);

    assertThat(once.summary().content()).isEqualTo(lines.summary().content());
    assertThat(once.summary().crc32c()).isEqualTo(Crc32c.of(once.bytes()));
    assertThat(once.summary().bytes()).isEqualTo(once.bytes().length);
    assertThat(again.bytes()).isEqualTo(once.bytes());
  }

  @ParameterizedTest
  @MethodSource("all")
  void holdsManyBlocksPagesAndRowGroups(String names) throws IOException {
    Encoding encoding = StagedFiles.encoding(names);
    Random random = new Random(1);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int index = 0; index < 300; index++) {
      byte[] value =
          new byte
              [index == 150
                  ? 3_000_000
                  : random.nextInt(names.startsWith("parquet") ? 150_000 : 15_000)];
      random.nextBytes(value);
      byte[] key = index % 7 == 0 ? null : ("k" + index).getBytes(UTF_8);
      RecordHeader[] headers = new RecordHeader[index % 4];
      Arrays.fill(headers, new RecordHeader("h", index % 3 == 0 ? null : key));
      records.add(AnyRecords.record(7 + index, 1_700_000_000_000L + index, key, value, headers));
    }
    List<Integer> hashes = new ArrayList<>();

    Staged staged = StagedFiles.stage(encoding, records);
    FileSummary found =
        encoding.read(
            new ByteArrayInputStream(staged.bytes()),
            record -> hashes.add(AnyRecords.describe(record).hashCode()));

    assertThat(found).isEqualTo(staged.summary());
    assertThat(hashes)
        .containsExactlyElementsOf(
            records.stream().map(record -> AnyRecords.describe(record).hashCode()).toList());
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void refusesAFileThatIsCutOffOrDamaged(String names) throws IOException {
    Encoding encoding = StagedFiles.encoding(names);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int index = 0; index < 2_000; index++) {
      records.add(AnyRecords.record(7 + index, index, null, ("value " + index).getBytes(UTF_8)));
    }
    Staged staged = StagedFiles.stage(encoding, records);
    byte[] cut = Arrays.copyOf(staged.bytes(), staged.bytes().length - 9);

    assertThatThrownBy(() -> encoding.read(new ByteArrayInputStream(cut), record -> {}))
        .isInstanceOf(IOException.class);
    for (int position = 0; position < staged.bytes().length; position += 997) {
      byte[] damaged = staged.bytes().clone();
      damaged[position] ^= 0x55;
      assertThat(isTakenFor(staged.summary().content(), encoding, damaged))
          .as("damaged at %d", position)
          .isFalse();
    }
  }

  private static boolean isTakenFor(String content, Encoding encoding, byte[] damaged) {
    try {
      String found = encoding.read(new ByteArrayInputStream(damaged), r -> {}).content();
      return found.equals(content) && !encoding.format().equals("parquet");
    } catch (IOException refused) {
      return false;
    }
  }

  @Test
  void readsNoFileOfAnotherCodecOrFormat() throws IOException {
    Staged staged =
        StagedFiles.stage(
            StagedFiles.encoding("avro snappy"), List.of(AnyRecords.record(7, 1, null, null)));

    for (String other : List.of("avro null", "parquet zstd", "jsonl none")) {
      assertThatThrownBy(
              () ->
                  StagedFiles.encoding(other)
                      .read(new ByteArrayInputStream(staged.bytes()), record -> {}))
          .as(other)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void derivesAvrosSyncMarkerFromTopicPartitionAndFrom() {
    SegmentOrigin origin = new SegmentOrigin(new TopicPartition("orders", 3), 7);

    assertThat(origin.syncMarker())
        .hasSize(16)
        .isEqualTo(new SegmentOrigin(new TopicPartition("orders", 3), 7).syncMarker());
    assertThat(
            Stream.of(
                    new SegmentOrigin(new TopicPartition("orders", 3), 8),
                    new SegmentOrigin(new TopicPartition("orders", 4), 7),
                    new SegmentOrigin(new TopicPartition("other", 3), 7))
                .map(SegmentOrigin::syncMarker))
        .doesNotContain(origin.syncMarker());
  }

  @ParameterizedTest
  @MethodSource("all")
  void leavesNothingBehindWhenDiscarded(String names, @TempDir Path directory) throws IOException {
    List<ConsumerRecord<byte[], byte[]>> records = List.of(AnyRecords.record(7, 1, null, null));
    SegmentFile open =
        StagedFiles.write(directory.resolve("open"), StagedFiles.encoding(names), records);
    SegmentFile finished =
        StagedFiles.write(directory.resolve("finished"), StagedFiles.encoding(names), records);
    finished.finish();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("finished")))
          .containsExactly(finished.path());
    }

    open.discard();
    finished.discard();

    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "csv, none, format must be",
    "avro, gzip, 'null, deflate, snappy or zstandard'",
    "parquet, none, 'uncompressed, snappy, gzip or zstd'",
    "jsonl, snappy, 'none, gzip or zstd'"
  })
  void refusesWhatDoesNotExist(String format, String compression, String message) {
    assertThatThrownBy(() -> Encoding.of(format, compression, OptionalInt.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"avro, deflate, 10", "avro, snappy, 1", "parquet, zstd, 23", "avro, null, 1"})
  void refusesALevelThatTheCodecDoesNotHave(String format, String compression, int level) {
    assertThatThrownBy(() -> Encoding.of(format, compression, OptionalInt.of(level)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("compression-level " + level);
  }

  static Stream<String> all() {
    return StagedFiles.encodings();
  }

  static Stream<String> blocks() {
    return StagedFiles.encodings().filter(names -> !names.startsWith("jsonl"));
  }

  @Provide
  Arbitrary<String> encodings() {
    return Arbitraries.of(StagedFiles.encodings().toList());
  }

  @Provide
  Arbitrary<List<ConsumerRecord<byte[], byte[]>>> segments() {
    return AnyRecords.segments(20);
  }
}
