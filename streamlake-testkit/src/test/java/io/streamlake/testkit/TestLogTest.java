package io.streamlake.testkit;

import static io.streamlake.testkit.Fixture.P0;
import static io.streamlake.testkit.Fixture.offsets;
import static io.streamlake.testkit.Fixture.pollOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TestLogTest {

  private final Fixture fixture = new Fixture();
  private final TestLog log = fixture.log;

  @Test
  void keepsARecordAsItWasWritten() {
    byte @Nullable [] nothing = null;
    ProducerRecord<byte[], byte[]> written =
        new ProducerRecord<>("orders", 0, Long.valueOf(5), nothing, nothing);
    written.headers().add("h", null).add("h", new byte[] {1});

    log.append(written, TimestampType.LOG_APPEND_TIME);

    ConsumerRecord<byte[], byte[]> read = pollOnce(fixture.reader(P0)).iterator().next();
    assertThat(read.key()).isNull();
    assertThat(read.value()).isNull();
    assertThat(read.timestamp()).isEqualTo(5);
    assertThat(read.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
    assertThat(read.headers()).hasSize(2);
  }

  @Test
  void aRecreatedTopicIsEmptyAndHasAnotherId() { // trap 45
    log.append(P0, "a");
    Uuid before = log.topicId("orders");

    log.recreateTopic("orders");

    assertThat(log.end(P0)).isZero();
    assertThat(log.topicId("orders")).isNotEqualTo(before);
  }

  @Test
  void partitionsOnlyGrow() {
    assertThatIllegalArgumentException().isThrownBy(() -> log.topic("orders", 2));
    assertThat(log.topic("orders", 4).partitions("orders")).hasSize(4);
  }

  /** 0 appends, 1 a marker, 2 an aborted transaction; every poll goes on where the last ended. */
  @Property(tries = 200)
  void polledPositionsCoverTheLogWithoutGapOrOverlap(
      @ForAll @Size(max = 30) List<@IntRange(max = 2) Integer> writes,
      @ForAll @IntRange(min = 1, max = 4) int maxPollRecords) {
    Fixture fresh = new Fixture();
    List<Long> written = new ArrayList<>();
    LogConsumer consumer = fresh.reader(Map.of("max.poll.records", maxPollRecords), P0);
    writes.forEach(kind -> write(fresh.log, kind, written));

    List<Long> read = new ArrayList<>();
    ConsumerRecords<byte[], byte[]> polled = pollOnce(consumer);
    while (!polled.nextOffsets().isEmpty()) {
      assertThat(polled.count()).isLessThanOrEqualTo(maxPollRecords);
      read.addAll(offsets(polled, P0));
      polled = pollOnce(consumer);
    }

    assertThat(read).isEqualTo(written);
    assertThat(consumer.position(P0)).isEqualTo(fresh.log.end(P0));
  }

  private static void write(TestLog log, int kind, List<Long> written) {
    switch (kind) {
      case 0 -> written.add(log.append(P0, "v"));
      case 1 -> log.appendMarker(P0);
      default -> log.abortedTransaction(P0, "x", "y");
    }
  }
}
