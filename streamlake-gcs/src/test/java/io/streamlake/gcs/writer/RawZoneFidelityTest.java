package io.streamlake.gcs.writer;

import static io.streamlake.gcs.writer.WriterWorld.P0;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.format.AnyRecords;
import io.streamlake.gcs.format.Encoding;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the log to the bucket nothing of a record is lost. */
class RawZoneFidelityTest {

  private static final byte[] EMPTY = {};
  private static final byte[] NO_TEXT = {(byte) 0xff, 0, '"'};

  private final WriterWorld world;
  private final WriterProcess process;
  private final List<ConsumerRecord<byte[], byte[]>> produced = new ArrayList<>();

  RawZoneFidelityTest(@TempDir Path directory) {
    world = new WriterWorld(directory, 1);
    process = world.process();
    process.settings.rule = RecordRule.none();
  }

  @ParameterizedTest
  @CsvSource({"jsonl, gzip", "avro, deflate", "parquet, zstd"})
  void landsWhateverKafkaDelivers(String format, String compression) { // traps 38, 39 and 40
    process.settings.encoding = Encoding.of(format, compression, OptionalInt.empty());
    produceAll();

    process.start().drain();

    assertThat(landed()).containsExactlyElementsOf(described());
  }

  @ParameterizedTest
  @CsvSource({"jsonl, gzip", "avro, deflate", "parquet, zstd"})
  void repairsWhateverKafkaDelivers(String format, String compression) { // traps 29, 38, 39 and 40
    process.settings.encoding = Encoding.of(format, compression, OptionalInt.empty());
    produceAll();
    process.dieAt(Moment.AFTER, world::createsClaim);
    process.start().runUntilDead();

    process.start().drain();

    assertThat(landed()).containsExactlyElementsOf(described());
  }

  private void produceAll() {
    produce(TimestampType.CREATE_TIME, bytes("key"), bytes("value"));
    produce(TimestampType.CREATE_TIME, bytes("key"), null);
    produce(TimestampType.CREATE_TIME, null, null);
    produce(TimestampType.CREATE_TIME, EMPTY, EMPTY);
    produce(TimestampType.LOG_APPEND_TIME, NO_TEXT, NO_TEXT, header("h", NO_TEXT));
    produce(TimestampType.NO_TIMESTAMP_TYPE, null, bytes("undated"));
    produce(
        TimestampType.CREATE_TIME,
        null,
        bytes("b"),
        header("twice", bytes("2")),
        header("null", null),
        header("twice", bytes("1")),
        header("", EMPTY));
  }

  private void produce(
      TimestampType type, byte @Nullable [] key, byte @Nullable [] value, Header... headers) {
    long timestamp =
        type == TimestampType.NO_TIMESTAMP_TYPE ? -1 : world.now().toEpochMilli() + produced.size();
    long offset =
        world
            .log()
            .append(
                new ProducerRecord<>(
                    P0.topic(),
                    P0.partition(),
                    timestamp < 0 ? null : timestamp,
                    key,
                    value,
                    new RecordHeaders(headers)),
                type);
    produced.add(
        new ConsumerRecord<>(
            P0.topic(),
            P0.partition(),
            offset,
            timestamp,
            type,
            0,
            0,
            key,
            value,
            new RecordHeaders(headers),
            Optional.empty()));
  }

  private List<String> described() {
    return produced.stream().map(AnyRecords::describe).toList();
  }

  /** What the bucket holds, in the order of the offsets. */
  private List<String> landed() {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    for (String name : world.dataNames()) {
      try {
        process.settings.encoding.read(new ByteArrayInputStream(world.bytes(name)), found::add);
      } catch (IOException e) {
        throw new UncheckedIOException(name, e);
      }
    }
    found.sort(Comparator.comparingLong(ConsumerRecord::offset));
    return found.stream().map(AnyRecords::describe).toList();
  }

  private static Header header(String key, byte @Nullable [] value) {
    return new RecordHeader(key, value);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
