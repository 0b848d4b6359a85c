package io.streamlake.gcs.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.streamlake.gcs.store.Crc32c;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SegmentFileTest {

  private static final SegmentOrigin ORIGIN = new SegmentOrigin(new TopicPartition("t", 0), 0);

  private final Path directory;

  private final JsonlEncoder encoder = new JsonlEncoder(1 << 20);

  SegmentFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @EnumSource
  void summarisesWhatItHolds(Compression compression) throws Exception {
    SegmentFile file = create(compression);
    append(file, 7, 3_000);
    append(file, 9, -1);
    append(file, 12, 1_000);

    FileSummary summary = file.finish();

    byte[] stored = Files.readAllBytes(file.path());
    byte[] lines = lines(7, 3_000, 9, -1, 12, 1_000);
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(lines));
    assertThat(summary)
        .isEqualTo(
            new FileSummary(
                3, 7, 12, 1_000, 3_000, stored.length, Crc32c.of(stored), "sha256:" + sha256));
    try (InputStream in = compression.decompress(new ByteArrayInputStream(stored))) {
      assertThat(in.readAllBytes()).isEqualTo(lines);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isReadBackWithTheSameSummary(Compression compression) throws IOException {
    SegmentFile file = create(compression);
    for (int offset = 0; offset < 5_000; offset++) {
      append(file, offset, 1_700_000_000_000L + offset);
    }
    FileSummary written = file.finish();
    List<Long> offsets = new ArrayList<>();

    try (InputStream in = Files.newInputStream(file.path())) {
      FileSummary read = JsonlReader.read(in, compression, line -> offsets.add(line.offset()));

      assertThat(read).isEqualTo(written);
      assertThat(offsets).hasSize(5_000);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void refusesAFileThatEndsEarly(Compression compression) throws IOException {
    SegmentFile file = create(compression);
    for (int offset = 0; offset < 1_000; offset++) {
      append(file, offset, offset);
    }
    file.finish();
    byte[] stored = Files.readAllBytes(file.path());
    InputStream cut = new ByteArrayInputStream(stored, 0, stored.length - 9);

    assertThatThrownBy(() -> JsonlReader.read(cut, compression, line -> {}))
        .isInstanceOf(IOException.class);
  }

  @Test
  void refusesLinesThatAreCutOff() {
    InputStream cut = new ByteArrayInputStream("{\"topic\":\"t\"".getBytes(UTF_8));

    assertThatThrownBy(() -> JsonlReader.read(cut, Compression.NONE, line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut off after 12 bytes");
  }

  @ParameterizedTest
  @EnumSource
  void passesLinesLargerThanItsBuffers(Compression compression) throws IOException {
    SegmentFile file = create(compression);
    append(file, 1, 1);
    byte[] noise = new byte[300_000];
    new Random(1).nextBytes(noise);
    ConsumerRecord<byte[], byte[]> large = record(2, 2, noise);
    encoder.encode(large);
    file.append(large, encoder);
    append(file, 3, 3);
    FileSummary written = file.finish();
    List<byte[]> values = new ArrayList<>();

    try (InputStream in = Files.newInputStream(file.path())) {
      FileSummary read = JsonlReader.read(in, compression, line -> values.add(line.value()));

      assertThat(read).isEqualTo(written);
      assertThat(values.get(1)).isEqualTo(noise);
    }
  }

  /** What fits a core's cache must not cost the size of what is stored. */
  @Test
  void compressesAboutAsWellAsTheWholeLevel() throws IOException {
    SegmentFile file = create(Compression.ZSTD);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    Random random = new Random(1);
    for (int offset = 0; offset < 20_000; offset++) {
      ConsumerRecord<byte[], byte[]> record = record(offset, offset, order(random));
      encoder.encode(record);
      lines.write(encoder.buffer(), 0, encoder.length());
      file.append(record, encoder);
    }

    long whole = Zstd.compress(lines.toByteArray(), Compression.ZSTD.defaultLevel()).length;

    assertThat(file.finish().bytes()).isLessThan(whole * 103 / 100);
  }

  /** What rolls a segment, and what its disk is budgeted by, is what is staged of it. */
  @ParameterizedTest
  @MethodSource("io.streamlake.gcs.format.StagedFiles#encodings")
  void stagesAboutAsManyBytesAsItsObjectHas(String names) throws IOException { // trap 32
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    Random random = new Random(1);
    for (int offset = 0; offset < 20_000; offset++) {
      records.add(record(offset, offset, order(random)));
    }
    Encoding encoding = StagedFiles.encoding(names);
    SegmentFile file = StagedFiles.write(directory.resolve("file"), encoding, records);

    long staged = file.bytes();

    assertThat(file.finish().bytes()).isBetween(staged * 2 / 3, staged * 3 / 2);
    file.discard();
  }

  private static byte[] order(Random random) {
    return """
        {"order":"%016x","customer":%d,"sku":"A-%d","cents":%d,"place":"%s"}"""
        .formatted(
            random.nextLong(),
            random.nextInt(100_000),
            random.nextInt(5_000),
            random.nextInt(100_000),
            List.of("Aachen", "Bremen", "Chemnitz", "Dresden").get(random.nextInt(4)))
        .getBytes(UTF_8);
  }

  @Test
  void refusesOffsetsThatDoNotAscend() throws IOException {
    SegmentFile file = create(Compression.NONE);
    append(file, 7, 0);

    assertThatThrownBy(() -> append(file, 7, 0)).hasMessageContaining("offset 7");
    file.discard();
  }

  @ParameterizedTest
  @EnumSource
  void leavesNothingBehindWhenDiscarded(Compression compression) throws IOException {
    SegmentFile file = create(compression);
    append(file, 1, 1);

    file.discard();

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void refusesALevelThatTheCodecDoesNotHave() {
    assertThatThrownBy(() -> Encoding.jsonl(Compression.GZIP, OptionalInt.of(10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("compression-level 10");
  }

  private SegmentFile create(Compression compression) throws IOException {
    return SegmentFile.create(
        directory.resolve("file"), Encoding.jsonl(compression, OptionalInt.empty()), ORIGIN);
  }

  private void append(SegmentFile file, long offset, long timestampMs) throws IOException {
    encoder.encode(record(offset, timestampMs));
    file.append(record(offset, timestampMs), encoder);
  }

  private byte[] lines(long... offsetsAndTimestamps) {
    StringBuilder lines = new StringBuilder();
    for (int index = 0; index < offsetsAndTimestamps.length; index += 2) {
      encoder.encode(record(offsetsAndTimestamps[index], offsetsAndTimestamps[index + 1]));
      lines.append(new String(encoder.buffer(), 0, encoder.length(), UTF_8));
    }
    return lines.toString().getBytes(UTF_8);
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, long timestampMs) {
    return record(offset, timestampMs, "value " + offset);
  }

  private static ConsumerRecord<byte[], byte[]> record(
      long offset, long timestampMs, String value) {
    return record(offset, timestampMs, value.getBytes(UTF_8));
  }

  private static ConsumerRecord<byte[], byte[]> record(
      long offset, long timestampMs, byte[] value) {
    return new ConsumerRecord<>(
        "t",
        0,
        offset,
        timestampMs,
        timestampMs < 0 ? TimestampType.NO_TIMESTAMP_TYPE : TimestampType.CREATE_TIME,
        0,
        0,
        null,
        value,
        new RecordHeaders(),
        java.util.Optional.empty());
  }
}
