package io.streamlake.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Settlement;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HandlerWatchTest {

  private static final TopicPartition ID = new TopicPartition(Logs.TOPIC, 0);

  private final List<HandlerWatch.Retry> retries = new ArrayList<>();
  private boolean isFailing;

  private HandlerWatch watch(PartitionHandler handler) {
    return new HandlerWatch(ID, handler, retries::add);
  }

  @Test // trap 14
  void tellsWhatIsSkippedFromDeadLetters() {
    List<String> told = new ArrayList<>();
    HandlerWatch watch =
        watch(
            new PartitionHandler() {
              @Override
              public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) {
                return Settlement.NOW;
              }

              @Override
              public CompletionStage<?> deadLettered(ConsumerRecord<byte[], byte[]> record) {
                told.add("dead letter " + record.offset());
                return Settlement.NOW;
              }

              @Override
              public CompletionStage<?> skipped(ConsumerRecord<byte[], byte[]> record) {
                told.add("skipped " + record.offset());
                return Settlement.NOW;
              }
            });

    assertThat(watch.skipped(Logs.at(7))).isCompleted();
    assertThat(watch.deadLettered(Logs.at(8))).isCompleted();

    assertThat(told).containsExactly("skipped 7", "dead letter 8");
  }

  @Test // trap 10
  void countsFromWhenItSawTheHandlingFirst() throws Exception {
    List<StuckRecord> seen = new ArrayList<>();
    HandlerWatch[] watch = new HandlerWatch[1];
    watch[0] =
        watch(
            record -> {
              seen.addAll(watch[0].stuck(1_000, Duration.ZERO));
              seen.addAll(watch[0].stuck(1_700, Duration.ofNanos(700)));
              seen.addAll(watch[0].stuck(1_700, Duration.ofNanos(701)));
              return Settlement.NOW;
            });

    watch[0].accept(Logs.at(7));

    assertThat(seen).extracting(StuckRecord::offset).containsExactly(7L, 7L);
    assertThat(seen).extracting(StuckRecord::age).containsExactly(Duration.ZERO, nanos(700));
    assertThat(watch[0].stuck(2_000, Duration.ZERO)).isEmpty();
  }

  @Test // trap 10
  void startsAnewWithEachAttempt() throws Exception {
    List<StuckRecord> seen = new ArrayList<>();
    HandlerWatch[] watch = new HandlerWatch[1];
    long[] now = {1_000};
    watch[0] =
        watch(
            record -> {
              seen.addAll(watch[0].stuck(now[0]++, Duration.ZERO));
              if (isFailing) {
                throw new IOException("no");
              }
              return Settlement.NOW;
            });
    isFailing = true;
    assertThatThrownBy(() -> watch[0].accept(Logs.at(7))).isInstanceOf(IOException.class);
    isFailing = false;
    watch[0].accept(Logs.at(7));

    assertThat(seen).extracting(StuckRecord::age).containsExactly(Duration.ZERO, Duration.ZERO);
    assertThat(seen).extracting(StuckRecord::attempt).containsExactly(1, 2);
    assertThat(retries).containsExactly(new HandlerWatch.Retry(7, 2));
  }

  @Test // trap 21
  void forgetsTheFailuresOfWhatIsSettledOnly() throws Exception {
    HandlerWatch watch =
        watch(
            record -> {
              if (isFailing) {
                throw new IOException("no");
              }
              return Settlement.NOW;
            });
    isFailing = true;
    assertThatThrownBy(() -> watch.accept(Logs.at(7))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> watch.accept(Logs.at(8))).isInstanceOf(IOException.class);
    isFailing = false;

    watch.settled(7, 8);
    watch.accept(Logs.at(7));
    watch.accept(Logs.at(8));

    assertThat(retries).containsExactly(new HandlerWatch.Retry(8, 2));
  }

  @Test
  void knowsAllRecordsThatAreInTheHandlerAtTheSameTime() throws Exception {
    CountDownLatch inside = new CountDownLatch(3);
    CountDownLatch release = new CountDownLatch(1);
    HandlerWatch watch =
        watch(
            record -> {
              inside.countDown();
              release.await();
              return Settlement.NOW;
            });
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<Future<?>> handled = new ArrayList<>();
    for (int offset = 0; offset < 3; offset++) {
      int at = offset;
      handled.add(threads.submit(() -> watch.accept(Logs.at(at))));
    }
    inside.await();

    assertThat(watch.stuck(1_000, Duration.ZERO))
        .extracting(StuckRecord::offset)
        .containsExactlyInAnyOrder(0L, 1L, 2L);
    assertThat(watch.newlyStuck(2_000, nanos(1_000))).hasSize(3);
    assertThat(watch.newlyStuck(3_000, nanos(1_000))).isEmpty();
    assertThat(watch.isIdle()).isFalse();

    release.countDown();
    for (Future<?> one : handled) {
      one.get();
    }
    threads.shutdown();
    assertThat(watch.isIdle()).isTrue();
  }

  private static Duration nanos(long nanos) {
    return Duration.ofNanos(nanos);
  }
}
