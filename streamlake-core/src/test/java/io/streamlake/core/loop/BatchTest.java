package io.streamlake.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.decision.FlowControl;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

final class BatchTest {

  private static final long BYTES =
      (long) FlowControl.RECORD_OVERHEAD_BYTES + 10 + 100 + 1_000 + "tracenone".length();

  @Test // trap 12
  void givesEachRecordTheOffsetsUpToTheNext() {
    Batch batch = Logs.batch(20, 10, 11, 15);

    assertThat(batch.endOf(0)).isEqualTo(11);
    assertThat(batch.endOf(1)).isEqualTo(15);
    assertThat(batch.endOf(2)).isEqualTo(20);
  }

  @Test // trap 22
  void countsKeysValuesAndHeaders() {
    assertThat(Batch.of(List.of(withHeaders()), 2).bytes()).isEqualTo(BYTES);
    assertThat(Batch.bytesOf(withHeaders())).isEqualTo(BYTES);
  }

  @Test // trap 22
  void countsTheHeadersOfManyRecordsByTheSample() {
    List<ConsumerRecord<byte[], byte[]>> many = Collections.nCopies(21, withHeaders());

    assertThat(Batch.of(many, 22).bytes()).isEqualTo(21 * BYTES);
  }

  private static ConsumerRecord<byte[], byte[]> withHeaders() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("trace", new byte[1_000]).add("none", null);
    return new ConsumerRecord<>(
        Logs.TOPIC,
        0,
        1,
        0,
        TimestampType.CREATE_TIME,
        10,
        100,
        new byte[10],
        new byte[100],
        headers,
        Optional.empty());
  }

  @Test
  void countsATombstoneWithoutAKey() {
    ConsumerRecord<byte[], byte[]> tombstone = new ConsumerRecord<>(Logs.TOPIC, 0, 1, null, null);

    assertThat(Batch.bytesOf(tombstone)).isEqualTo(FlowControl.RECORD_OVERHEAD_BYTES);
  }
}
