package io.streamlake.gcs.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Whatever Kafka can deliver. */
public final class AnyRecords {

  private AnyRecords() {}

  static Arbitrary<byte[]> octets() {
    Arbitrary<Byte> critical =
        Arbitraries.of(
                0x00, 0x1f, 0x20, 0x22, 0x5c, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1,
                0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff)
            .map(Integer::byteValue);
    Arbitrary<byte[]> sequences = critical.array(byte[].class).ofMaxSize(24);
    Arbitrary<byte[]> texts =
        Arbitraries.strings().ofMaxLength(40).map(text -> text.getBytes(UTF_8));
    Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
    return Arbitraries.oneOf(sequences, texts, any);
  }

  /** Records of any topic and offset, with anything in them. */
  public static Arbitrary<ConsumerRecord<byte[], byte[]>> records() {
    Arbitrary<byte[]> bytes = octets().injectNull(0.1);
    Arbitrary<String> names = Arbitraries.of("h", "", "ü\"\n", "dup", "😀");
    Arbitrary<Header[]> headers =
        Combinators.combine(names, bytes)
            .<Header>as(RecordHeader::new)
            .array(Header[].class)
            .ofMaxSize(4);
    return Combinators.combine(
            Arbitraries.of("t", "orders.raw", "A_b-9"),
            Arbitraries.longs().greaterOrEqual(0),
            Arbitraries.longs().greaterOrEqual(-1),
            Arbitraries.of(TimestampType.class),
            bytes,
            headers,
            bytes)
        .as(
            (topic, offset, timestamp, type, key, list, value) ->
                new ConsumerRecord<>(
                    topic,
                    (int) (offset % 1000),
                    offset,
                    timestamp,
                    type,
                    0,
                    0,
                    key,
                    value,
                    new RecordHeaders(list),
                    Optional.empty()));
  }

  /** Up to so many records whose offsets ascend, with gaps. */
  static Arbitrary<List<ConsumerRecord<byte[], byte[]>>> segments(int maxRecords) {
    return records()
        .list()
        .ofMinSize(1)
        .ofMaxSize(maxRecords)
        .map(
            list -> {
              List<ConsumerRecord<byte[], byte[]>> ascending = new ArrayList<>();
              for (ConsumerRecord<byte[], byte[]> record : list) {
                ascending.add(at(7 + 3L * ascending.size(), record));
              }
              return ascending;
            });
  }

  /** The same at another offset. */
  public static ConsumerRecord<byte[], byte[]> at(
      long offset, ConsumerRecord<byte[], byte[]> record) {
    return new ConsumerRecord<>(
        record.topic(),
        record.partition(),
        offset,
        record.timestamp(),
        record.timestampType(),
        0,
        0,
        record.key(),
        record.value(),
        record.headers(),
        Optional.empty());
  }

  static ConsumerRecord<byte[], byte[]> record(
      long offset, long timestampMs, byte @Nullable [] key, byte @Nullable [] value, Header... h) {
    return new ConsumerRecord<>(
        "orders",
        3,
        offset,
        timestampMs,
        timestampMs < 0 ? TimestampType.NO_TIMESTAMP_TYPE : TimestampType.CREATE_TIME,
        0,
        0,
        key,
        value,
        new RecordHeaders(h),
        Optional.empty());
  }

  /** Equal in everything that the raw zone keeps. */
  public static String describe(ConsumerRecord<byte[], byte[]> record) {
    JsonlEncoder encoder = new JsonlEncoder(Integer.MAX_VALUE);
    encoder.encode(record);
    return new String(encoder.buffer(), 0, encoder.length(), UTF_8);
  }
}
