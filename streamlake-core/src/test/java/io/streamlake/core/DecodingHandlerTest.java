package io.streamlake.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

final class DecodingHandlerTest {

  private final List<ConsumerRecord<String, Long>> handled = new ArrayList<>();
  private final Handler handler =
      Handler.decoding(new StringDeserializer(), new LongDeserializer(), handled::add);

  @Test
  void decodesKeyAndValueAndKeepsAllElse() throws Exception {
    RecordHeaders headers = new RecordHeaders();
    headers.add("h", null);
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "orders",
            3,
            4711,
            17,
            TimestampType.LOG_APPEND_TIME,
            1,
            8,
            bytes("k"),
            new byte[] {0, 0, 0, 0, 0, 0, 0, 9},
            headers,
            Optional.of(5));

    handler.handle(record);

    assertThat(handled)
        .singleElement()
        .satisfies(
            decoded -> {
              assertThat(decoded.key()).isEqualTo("k");
              assertThat(decoded.value()).isEqualTo(9L);
              assertThat(decoded.timestamp()).isEqualTo(17);
              assertThat(decoded.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
              assertThat(decoded.headers()).isEqualTo(headers);
              assertThat(decoded.leaderEpoch()).contains(5);
              assertThat(Place.of(decoded)).isEqualTo("orders-3@4711");
            });
  }

  @Test // trap 39
  void handsATombstoneOnAsNull() throws Exception {
    handler.handle(new ConsumerRecord<>("orders", 3, 4711, null, null));

    assertThat(handled)
        .singleElement()
        .satisfies(
            decoded -> {
              assertThat(decoded.key()).isNull();
              assertThat(decoded.value()).isNull();
            });
  }

  @Test // trap 18
  void saysThatARecordWhichCannotBeDecodedIsInvalid() {
    assertThatExceptionOfType(InvalidRecordException.class)
        .isThrownBy(
            () -> handler.handle(new ConsumerRecord<>("orders", 3, 4711, null, bytes("poison"))))
        .withMessageStartingWith("orders-3@4711: the value cannot be decoded")
        .withCauseInstanceOf(SerializationException.class)
        .satisfies(e -> assertThat(e.stage()).isEqualTo("deserialize"));
    assertThat(handled).isEmpty();
  }

  @Test
  void doesNotBlameARecordForAnOutageOfItsSchemaRegistry() {
    OutageException outage = new OutageException("the schema registry is down", null);

    assertThatThrownBy(() -> decodeWith(outage)).isSameAs(outage);
  }

  @Test
  void doesNotBlameARecordForWhatPassesWithTime() {
    TimeoutException timeout = new TimeoutException("the schema registry did not answer");

    assertThatThrownBy(() -> decodeWith(timeout)).isSameAs(timeout);
  }

  private static void decodeWith(RuntimeException failure) throws Exception {
    Deserializer<String> failing =
        (topic, bytes) -> {
          throw failure;
        };
    Handler.decoding(failing, failing, record -> {})
        .handle(new ConsumerRecord<>("orders", 3, 4711, bytes("k"), bytes("v")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
