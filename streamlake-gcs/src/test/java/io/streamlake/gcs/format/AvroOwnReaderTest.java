package io.streamlake.gcs.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Avro's own library reads what this package writes without it. */
class AvroOwnReaderTest {

  @Property(tries = 200)
  void readsEveryRecord(
      @ForAll("codecs") String codec,
      @ForAll("segments") List<ConsumerRecord<byte[], byte[]>> records)
      throws IOException {
    byte[] file = StagedFiles.stage(StagedFiles.encoding("avro " + codec), records).bytes();

    try (DataFileReader<GenericRecord> reader =
        new DataFileReader<>(new SeekableByteArrayInput(file), new GenericDatumReader<>())) {
      Schema timestamp = reader.getSchema().getField("timestamp_ms").schema();
      // BigQuery takes no other names.
      assertThat(reader.getSchema().getNamespace()).matches("[A-Za-z_][A-Za-z0-9_]*");
      assertThat(reader.getMetaString("avro.codec")).isEqualTo(codec);
      assertThat(timestamp.getLogicalType()).isEqualTo(LogicalTypes.timestampMillis());
      for (ConsumerRecord<byte[], byte[]> record : records) {
        isEqual(reader.next(), record);
      }
      assertThat(reader.hasNext()).isFalse();
    }
  }

  private static void isEqual(GenericRecord found, ConsumerRecord<byte[], byte[]> record) {
    assertThat(found.get("topic")).hasToString(record.topic());
    assertThat(found.get("partition")).isEqualTo(record.partition());
    assertThat(found.get("offset")).isEqualTo(record.offset());
    assertThat(found.get("timestamp_ms")).isEqualTo(record.timestamp());
    assertThat(found.get("timestamp_type")).hasToString(record.timestampType().name());
    assertThat(bytes(found.get("key"))).isEqualTo(record.key());
    assertThat(bytes(found.get("value"))).isEqualTo(record.value());
    List<Header> headers = new ArrayList<>();
    for (Object element : (List<?>) found.get("headers")) {
      GenericRecord header = (GenericRecord) element;
      headers.add(
          new org.apache.kafka.common.header.internals.RecordHeader(
              header.get("key").toString(), bytes(header.get("value"))));
    }
    assertThat(headers).containsExactly(record.headers().toArray());
  }

  private static byte @Nullable [] bytes(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    ByteBuffer buffer = (ByteBuffer) value;
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Provide
  Arbitrary<String> codecs() {
    return Arbitraries.of("null", "deflate", "snappy", "zstandard");
  }

  @Provide
  Arbitrary<List<ConsumerRecord<byte[], byte[]>>> segments() {
    return AnyRecords.segments(20);
  }
}
