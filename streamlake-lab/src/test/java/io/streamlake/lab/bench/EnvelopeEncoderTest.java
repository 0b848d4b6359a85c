package io.streamlake.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.lab.Folders;
import io.streamlake.lab.data.Contents;
import io.streamlake.lab.data.RawContent;
import io.streamlake.lab.data.TopicSnapshot;
import io.streamlake.lab.read.LakeComparison;
import io.streamlake.lab.read.LakeFolders;
import io.streamlake.lab.read.LakeObjects;
import io.streamlake.lab.read.LakeReader;
import io.streamlake.lab.read.LakeReport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

class EnvelopeEncoderTest {

  @Property(tries = 40)
  void writesLinesThatTheIndependentReaderRestoresByteForByte(
      @ForAll long seed, @ForAll Codec codec) throws IOException {
    List<RawContent> contents = Contents.hard(seed, 60);
    TopicSnapshot snapshot = Contents.snapshot("t", 5, contents);
    Path location = Files.createTempDirectory("streamlake-encoder-");
    write(location, codec, contents);

    LakeReader reader = new LakeReader(LakeObjects.in(location), "d", LakeFolders.NONE);
    LakeReport report = LakeComparison.compare(snapshot, reader);

    assertThat(report.isExact()).as(report.toString()).isTrue();
    assertThat(report.landed()).isEqualTo(60);
    Folders.delete(location);
  }

  private static void write(Path location, Codec codec, List<RawContent> contents)
      throws IOException {
    String extension =
        switch (codec) {
          case NONE -> "";
          case ZSTD_3 -> ".zst";
          case GZIP_6 -> ".gz";
        };
    Path file = location.resolve("d/data/t/t+00000+00000000000000000005.jsonl" + extension);
    Files.createDirectories(file.getParent());
    EnvelopeEncoder encoder = new EnvelopeEncoder();
    try (OutputStream output = codec.wrap(Files.newOutputStream(file))) {
      for (int index = 0; index < contents.size(); index++) {
        encoder.write(record(5 + index, contents.get(index)), output);
      }
    }
  }

  private static ConsumerRecord<byte @Nullable [], byte @Nullable []> record(
      long offset, RawContent content) {
    RecordHeaders headers = new RecordHeaders();
    content.headers().forEach(header -> headers.add(header.key(), header.value()));
    return new ConsumerRecord<>(
        "t",
        0,
        offset,
        content.stamp().milliseconds(),
        TimestampType.CREATE_TIME,
        -1,
        -1,
        content.key(),
        content.value(),
        headers,
        Optional.empty());
  }
}
