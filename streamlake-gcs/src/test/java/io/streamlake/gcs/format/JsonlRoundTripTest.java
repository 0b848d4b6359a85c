package io.streamlake.gcs.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonlRoundTripTest {

  private static final int MAX = 1 << 20;

  private final JsonlEncoder encoder = new JsonlEncoder(MAX);

  @Test
  void writesTheContractsLine() {
    ConsumerRecord<byte[], byte[]> record =
        record("k".getBytes(UTF_8), "{\"a\":\"ü\"}\n".getBytes(UTF_8), header("h", "v"));

    assertThat(encode(record))
        .isEqualTo(
            "{\"topic\":\"t\",\"partition\":0,\"offset\":42,\"timestamp_ms\":1700000000000,"
                + "\"timestamp_type\":\"CREATE_TIME\",\"key\":\"k\","
                + "\"headers\":[{\"key\":\"h\",\"value\":\"v\"}],"
                + "\"value\":\"{\\\"a\\\":\\\"ü\\\"}\\n\"}\n");
  }

  @Test
  void writesNullKeysTombstonesAndNullHeaderValuesAsNull() {
    // traps 38 and 39
    assertThat(encode(record(null, null, new RecordHeader("h", (byte[]) null))))
        .contains("\"key\":null,\"headers\":[{\"key\":\"h\",\"value\":null}],\"value\":null}\n");
  }

  @Test
  void writesRecordsWithoutTimestampAsMinusOne() {
    // trap 38
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "t",
            0,
            Long.MAX_VALUE,
            ConsumerRecord.NO_TIMESTAMP,
            TimestampType.NO_TIMESTAMP_TYPE,
            0,
            0,
            new byte[0],
            new byte[0],
            new RecordHeaders(),
            Optional.empty());

    assertThat(encode(record))
        .isEqualTo(
            "{\"topic\":\"t\",\"partition\":0,\"offset\":9223372036854775807,\"timestamp_ms\":-1,"
                + "\"timestamp_type\":\"NO_TIMESTAMP_TYPE\",\"key\":\"\",\"headers\":[],"
                + "\"value\":\"\"}\n");
  }

  @Test
  void writesBase64WhereBytesAreNoText() {
    byte[] invalid = {'"', (byte) 0xff, 0};

    assertThat(encode(record(invalid, invalid, new RecordHeader("h", invalid))))
        .contains(
            "\"key_base64\":\"Iv8A\",\"headers\":[{\"key\":\"h\",\"value_base64\":\"Iv8A\"}],"
                + "\"value_base64\":\"Iv8A\"}\n");
  }

  @Test
  void escapesControlsAndLeavesAllOtherTextAlone() {
    byte[] text = "\u0000\b\t\n\u000b\f\r\u001f \"\\/\u007f\u2028😀".getBytes(UTF_8);

    assertThat(encode(record(null, text)))
        .contains("\"value\":\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\/\u007f\u2028😀\"}");
  }

  @Test
  void namesTheRecordThatIsTooLargeAndGoesOn() {
    JsonlEncoder small = new JsonlEncoder(200);

    assertThatThrownBy(() -> small.encode(record(null, new byte[100_000])))
        .isInstanceOf(OversizedRecordException.class)
        .hasMessageStartingWith("t-0@42: ")
        .hasMessageContaining("exceed 200 bytes, with 100000 in key, headers and value");

    small.encode(record(null, "fits".getBytes(UTF_8)));
    assertThat(small.length()).isLessThan(200);
  }

  @Property
  void givesBackEveryByteOfEveryRecord(@ForAll("records") ConsumerRecord<byte[], byte[]> record) {
    // trap 40
    ConsumerRecord<byte[], byte[]> decoded = JsonlReader.decode(encode(record).getBytes(UTF_8));

    assertThat(decoded.topic()).isEqualTo(record.topic());
    assertThat(decoded.partition()).isEqualTo(record.partition());
    assertThat(decoded.offset()).isEqualTo(record.offset());
    assertThat(decoded.timestamp()).isEqualTo(record.timestamp());
    assertThat(decoded.timestampType()).isEqualTo(record.timestampType());
    assertThat(decoded.key()).isEqualTo(record.key());
    assertThat(decoded.value()).isEqualTo(record.value());
    assertThat(decoded.headers().toArray()).isEqualTo(record.headers().toArray());
  }

  @Property
  void writesOneLineOfJsonInTheContractsOrder(
      @ForAll("records") ConsumerRecord<byte[], byte[]> record) throws IOException {
    String line = encode(record);

    assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    List<String> fields = new ArrayList<>();
    new ObjectMapper().readTree(line).fieldNames().forEachRemaining(fields::add);
    assertThat(fields.stream().map(name -> name.replace("_base64", "")))
        .containsExactly(
            "topic",
            "partition",
            "offset",
            "timestamp_ms",
            "timestamp_type",
            "key",
            "headers",
            "value");
  }

  @Property(tries = 5_000)
  void writesTextExactlyWhereJavaAlsoSeesValidUtf8(@ForAll("octets") byte[] octets) {
    assertThat(encode(record(null, octets)).contains("\"value\":")).isEqualTo(isUtf8(octets));
  }

  private static boolean isUtf8(byte[] octets) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
      return true;
    } catch (CharacterCodingException invalid) {
      return false;
    }
  }

  @Provide
  Arbitrary<byte[]> octets() {
    return AnyRecords.octets();
  }

  @Provide
  Arbitrary<ConsumerRecord<byte[], byte[]>> records() {
    return AnyRecords.records();
  }

  private String encode(ConsumerRecord<byte[], byte[]> record) {
    encoder.encode(record);
    return new String(Arrays.copyOf(encoder.buffer(), encoder.length()), UTF_8);
  }

  private static Header header(String key, String value) {
    return new RecordHeader(key, value.getBytes(UTF_8));
  }

  private static ConsumerRecord<byte[], byte[]> record(
      byte @Nullable [] key, byte @Nullable [] value, Header... headers) {
    return new ConsumerRecord<>(
        "t",
        0,
        42,
        1_700_000_000_000L,
        TimestampType.CREATE_TIME,
        0,
        0,
        key,
        value,
        new RecordHeaders(headers),
        Optional.empty());
  }
}
