package io.streamlake.gcs.writer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlake.core.InvalidRecordException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordRuleTest {

  private final RecordRule rule = RecordRule.headers(List.of("source", "trace"));
  private final ConsumerRecord<byte[], byte[]> record =
      new ConsumerRecord<>("orders", 0, 7, null, null);

  @Test
  void takesAHeaderForThereThoughItsValueIsNull() { // trap 38
    record.headers().add("source", null).add("trace", new byte[0]);

    assertThatCode(() -> rule.check(record)).doesNotThrowAnyException();
  }

  @Test
  void rejectsARecordThatLacksARequiredHeader() {
    record.headers().add("source", null);

    assertThatThrownBy(() -> rule.check(record))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageContaining("orders-0@7")
        .hasMessageContaining("trace");
  }
}
