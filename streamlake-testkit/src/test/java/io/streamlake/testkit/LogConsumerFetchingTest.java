package io.streamlake.testkit;

import static io.streamlake.testkit.Fixture.P0;
import static io.streamlake.testkit.Fixture.P1;
import static io.streamlake.testkit.Fixture.P2;
import static io.streamlake.testkit.Fixture.offsets;
import static io.streamlake.testkit.Fixture.pollOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.junit.jupiter.api.Test;

class LogConsumerFetchingTest {

  private final Fixture fixture = new Fixture();
  private final TestLog log = fixture.log;

  @Test
  void deliversAgainAfterASeek() {
    log.append(P0, "a", "b", "c");
    LogConsumer consumer = fixture.reader(P0);
    assertThat(offsets(pollOnce(consumer), P0)).containsExactly(0L, 1L, 2L);

    consumer.seek(P0, 1);

    assertThat(offsets(pollOnce(consumer), P0)).containsExactly(1L, 2L);
  }

  @Test
  void changesToARecordDoNotReachTheLog() {
    log.append(P0, "a");
    LogConsumer consumer = fixture.reader(P0);
    pollOnce(consumer)
        .forEach(
            record -> {
              record.value()[0] = 'x';
              record.headers().add("h", new byte[0]);
            });

    consumer.seek(P0, 0);

    assertThat(pollOnce(consumer))
        .singleElement()
        .satisfies(record -> assertThat(record.value()).containsExactly('a'))
        .satisfies(record -> assertThat(record.headers()).isEmpty());
  }

  @Test
  void deliversNothingOfAPausedPartition() {
    log.append(P0, "a");
    LogConsumer consumer = fixture.reader(P0);

    consumer.pause(List.of(P0));

    assertThat(pollOnce(consumer).isEmpty()).isTrue();
    assertThat(consumer.position(P0)).isZero();
  }

  @Test
  void throwsForAPausedPartitionWithoutAPosition() {
    LogConsumer consumer = fixture.consumer();
    consumer.subscribe(List.of("orders"));
    fixture.group.assign(consumer, P0);
    assertThatExceptionOfType(NoOffsetForPartitionException.class)
        .isThrownBy(() -> pollOnce(consumer));

    consumer.pause(List.of(P0));

    assertThatExceptionOfType(NoOffsetForPartitionException.class)
        .isThrownBy(() -> pollOnce(consumer))
        .satisfies(e -> assertThat(e.partitions()).containsExactly(P0));
  }

  @Test
  void startsAtTheCommittedOffset() {
    log.append(P0, "a", "b", "c");
    fixture.group.reset(P0, new OffsetAndMetadata(2, "hint"));
    LogConsumer consumer = fixture.consumer();
    consumer.subscribe(List.of("orders"));

    fixture.group.assign(consumer, P0);

    assertThat(offsets(pollOnce(consumer), P0)).containsExactly(2L);
    assertThat(consumer.committed(Set.of(P0))).containsEntry(P0, new OffsetAndMetadata(2, "hint"));
  }

  @Test
  void movesPastMarkersWithoutARecord() { // trap 12
    log.append(P0, "a");
    LogConsumer consumer = fixture.reader(P0);
    pollOnce(consumer);
    log.abortedTransaction(P0, "x", "y");

    ConsumerRecords<byte[], byte[]> polled = pollOnce(consumer);

    assertThat(polled.isEmpty()).isTrue();
    assertThat(polled.nextOffsets())
        .containsExactly(Map.entry(P0, new OffsetAndMetadata(4, Optional.of(0), "")));
    assertThat(consumer.position(P0)).isEqualTo(4);
  }

  @Test
  void leavesOutWhatIsCompactedAway() { // trap 12
    log.append(P0, "a", "b", "c", "d");
    log.compact(P0, 1, 3);

    ConsumerRecords<byte[], byte[]> polled = pollOnce(fixture.reader(P0));

    assertThat(offsets(polled, P0)).containsExactly(0L, 2L);
    assertThat(polled.nextOffsets())
        .containsEntry(P0, new OffsetAndMetadata(4, Optional.of(0), ""));
  }

  @Test
  void waitsBeforeAnOpenTransaction() {
    LogConsumer consumer = fixture.reader(P0);
    log.append(P0, "a");
    log.beginTransaction(P0);
    log.append(P0, "b");

    assertThat(offsets(pollOnce(consumer), P0)).containsExactly(0L);
    assertThat(consumer.endOffsets(List.of(P0))).containsEntry(P0, 1L);

    log.commitTransaction(P0);
    assertThat(offsets(pollOnce(consumer), P0)).containsExactly(1L);
    assertThat(consumer.endOffsets(List.of(P0))).containsEntry(P0, 3L);
  }

  @Test
  void readsAbortedRecordsWhenUncommittedOnesAreAskedFor() {
    log.abortedTransaction(P0, "x");

    LogConsumer consumer = fixture.reader(Map.of("isolation.level", "read_uncommitted"), P0);

    assertThat(offsets(pollOnce(consumer), P0)).containsExactly(0L);
  }

  @Test
  void takesTurnsWhenAPollIsFull() {
    LogConsumer consumer = fixture.reader(Map.of("max.poll.records", 2), P0, P1);
    log.append(P0, "a", "b", "c");
    log.append(P1, "a", "b", "c");

    assertThat(pollOnce(consumer).partitions()).containsExactly(P0);
    assertThat(pollOnce(consumer).partitions()).containsExactly(P1);
    assertThat(pollOnce(consumer).count()).isEqualTo(2);
  }

  @Test
  void throwsWhenThePositionIsOutsideTheLog() {
    log.append(P0, "a", "b", "c");
    LogConsumer consumer = fixture.reader(P0);

    log.deleteRecordsBefore(P0, 2);

    assertThatExceptionOfType(OffsetOutOfRangeException.class)
        .isThrownBy(() -> pollOnce(consumer))
        .satisfies(e -> assertThat(e.offsetOutOfRangePartitions()).containsEntry(P0, 0L));
    assertThatExceptionOfType(OffsetOutOfRangeException.class).isThrownBy(() -> pollOnce(consumer));
  }

  @Test
  void deliversTheOthersBeforeItThrowsForOneOutsideTheLog() {
    log.append(P0, "a", "b");
    log.append(P1, "a");
    LogConsumer consumer = fixture.reader(P1, P0);
    log.deleteRecordsBefore(P0, 1);
    assertThatExceptionOfType(OffsetOutOfRangeException.class).isThrownBy(() -> pollOnce(consumer));

    assertThat(offsets(pollOnce(consumer), P1)).containsExactly(0L);
  }

  @Test
  void ignoresAPausedPartitionOutsideTheLog() {
    log.append(P0, "a", "b");
    LogConsumer consumer = fixture.reader(P0);
    log.deleteRecordsBefore(P0, 1);

    consumer.pause(List.of(P0));

    assertThat(pollOnce(consumer).isEmpty()).isTrue();
  }

  @Test
  void throwsWhenTheLogWasTruncatedBelowThePosition() {
    log.append(P0, "a", "b", "c");
    LogConsumer consumer = fixture.reader(P0);
    pollOnce(consumer);

    log.truncate(P0, 1);
    log.append(P0, "d", "e", "f");

    assertThatExceptionOfType(LogTruncationException.class)
        .isThrownBy(() -> pollOnce(consumer))
        .satisfies(
            e ->
                assertThat(e.divergentOffsets())
                    .containsEntry(P0, new OffsetAndMetadata(1, Optional.of(0), "")))
        .satisfies(e -> assertThat(e.offsetOutOfRangePartitions()).containsEntry(P0, 3L));
  }

  @Test
  void carriesTheLeaderEpochOfTheLastRecord() {
    log.append(P0, "a");
    log.electLeader(P0);
    log.append(P0, "b");

    ConsumerRecords<byte[], byte[]> polled = pollOnce(fixture.reader(P0));

    assertThat(polled.nextOffsets())
        .containsEntry(P0, new OffsetAndMetadata(2, Optional.of(1), ""));
    assertThat(polled.records(P0).get(0).leaderEpoch()).contains(0);
  }

  @Test
  void letsVirtualTimePassWhenThereIsNothing() {
    LogConsumer consumer = fixture.reader(P0);
    fixture.time.schedule(Duration.ofSeconds(1), () -> log.append(P0, "late"));

    ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofSeconds(3));

    assertThat(polled.count()).isEqualTo(1);
    assertThat(fixture.time.nanoTime()).isEqualTo(Duration.ofSeconds(1).toNanos());
    assertThat(consumer.poll(Duration.ofSeconds(2)).isEmpty()).isTrue();
    assertThat(fixture.time.nanoTime()).isEqualTo(Duration.ofSeconds(3).toNanos());
  }

  @Test
  void findsOffsetsByTimestampAndSeesNewPartitions() {
    log.append(P0, "a");
    fixture.time.advance(Duration.ofMinutes(1));
    log.append(P0, "b");
    LogConsumer consumer = fixture.reader(P0);
    long second = fixture.time.now().toEpochMilli();

    assertThat(consumer.offsetsForTimes(Map.of(P0, second)))
        .containsEntry(P0, new OffsetAndTimestamp(1, second, Optional.of(0)));
    assertThat(consumer.offsetsForTimes(Map.of(P0, second + 1)).get(P0)).isNull();
    log.topic("orders", 5);
    assertThat(consumer.partitionsFor("orders")).hasSize(5);
  }

  @Test
  void refusesToSeekOrPauseWhatIsNotAssigned() {
    LogConsumer consumer = fixture.reader(P0);

    assertThatIllegalStateException().isThrownBy(() -> consumer.seek(P2, 0));
    assertThatIllegalStateException().isThrownBy(() -> consumer.pause(List.of(P2)));
    assertThatIllegalStateException().isThrownBy(() -> consumer.position(P2));
  }
}
