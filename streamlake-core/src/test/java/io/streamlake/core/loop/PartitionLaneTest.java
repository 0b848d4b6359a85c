package io.streamlake.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.DeferredHandler;
import io.streamlake.core.FailureClassifier;
import io.streamlake.core.FailureKind;
import io.streamlake.core.InvalidRecordException;
import io.streamlake.core.OutageException;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.RetryPolicy;
import io.streamlake.core.Settlement;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PartitionLaneTest {

  private final ManualExecutor workers = new ManualExecutor();
  private final RecordingEvents events = new RecordingEvents();
  private final List<String> calls = new ArrayList<>();
  private final List<DeadLetter> letters = new ArrayList<>();
  private final List<CompletableFuture<Void>> answers = new ArrayList<>();
  private DeferredHandler behaviour = record -> Settlement.NOW;
  private final Lane lane = lane(Optional.of(this::take));

  @AfterEach
  void forgetTheInterrupt() {
    boolean unused = Thread.interrupted();
  }

  @Test
  void handsRecordsOverInTheirOrderAndSettlesABatchAsOneRun() {
    offer(Logs.batch(5, 0, 1, 3));

    assertThat(calls).containsExactly("accept 0", "accept 1", "accept 3", "advanced 5");
    assertThat(events.told()).containsExactly("settled [0,5) 3");
    assertThat(lane.bufferedBytes()).isZero();
  }

  @Test // trap 12
  void tellsTheHandlerThatThePositionMovedWithoutRecords() {
    offer(Logs.batch(9));

    assertThat(calls).containsExactly("advanced 9");
    assertThat(events.told()).isEmpty();
  }

  @Test
  void tellsWhatIsSettledInTheMiddleOfABatchWhenAsked() {
    behaviour =
        record -> {
          if (record.offset() == 1) {
            lane.requestReport();
            lane.requestReport();
          }
          return Settlement.NOW;
        };

    offer(Logs.batch(4, 0, 1, 2, 3));

    assertThat(events.told()).containsExactly("settled [0,2) 2", "settled [2,4) 2");
  }

  @Test // trap 21
  void triesAFailedRecordAgainBeforeThoseBehindIt() {
    failOnce(1, new IOException("busy"));
    offer(Logs.batch(3, 0, 1, 2));
    assertThat(events.told()).containsExactly("settled [0,1) 1", "waits BACKOFF");

    fireTimers();

    assertThat(calls).containsExactly("accept 0", "accept 1", "accept 1", "accept 2", "advanced 3");
    assertThat(events.told())
        .containsExactly("settled [0,1) 1", "waits BACKOFF", "proceeds BACKOFF", "settled [1,3) 2");
  }

  @Test // trap 23
  void givesEveryWaitingRecordATimer() {
    failAlways(new IOException("busy"));
    offer(Logs.batch(1, 0));

    for (int attempt = 1; attempt < 3; attempt++) {
      assertThat(events.timers()).isEqualTo(1);
      fireTimers();
    }

    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).attempts()).isEqualTo(3);
  }

  @Test // trap 21
  void countsTheAttemptsOfEachRecordAlone() {
    behaviour =
        record -> {
          if (calls.stream().filter(("accept " + record.offset())::equals).count() < 3) {
            throw new IOException("busy");
          }
          return Settlement.NOW;
        };
    offer(Logs.batch(2, 0, 1));
    for (int i = 0; i < 4; i++) {
      fireTimers();
    }

    assertThat(letters).isEmpty();
    assertThat(calls).endsWith("accept 1", "advanced 2");
  }

  @Test // trap 14
  void holdsForEverDuringAnOutage() {
    failAlways(new OutageException("the bucket is down", null));
    offer(Logs.batch(2, 0, 1));
    for (int i = 0; i < 20; i++) {
      fireTimers();
    }

    assertThat(events.told()).containsExactly("waits HELD");
    assertThat(letters).isEmpty();
    assertThat(calls).containsOnly("accept 0");

    behaviour = record -> Settlement.NOW;
    fireTimers();
    assertThat(events.told()).containsExactly("waits HELD", "proceeds HELD", "settled [0,2) 2");
  }

  @Test
  void leavesItsBackoffWhenTheRecordIsHeld() {
    failOnce(0, new IOException("busy"));
    offer(Logs.batch(1, 0));
    failAlways(new OutageException("down", null));

    fireTimers();

    assertThat(events.told()).containsExactly("waits BACKOFF", "proceeds BACKOFF", "waits HELD");
  }

  @Test
  void goesOnBehindADeadLetterInFlightButDoesNotSettleIt() {
    failOnce(1, new InvalidRecordException("validate", "not JSON", null));

    offer(Logs.batch(4, 0, 1, 2));

    assertThat(calls).containsExactly("accept 0", "accept 1", "accept 2", "advanced 4");
    assertThat(events.told()).containsExactly("settled [0,1) 1", "settled [2,4) 1");
    assertThat(letters.get(0).stage()).isEqualTo("validate");

    answers.get(0).complete(null);
    workers.runAll();
    assertThat(events.told()).endsWith("settled [1,2) 1 DEAD_LETTERED");
    assertThat(calls).endsWith("deadLettered 1");
  }

  @Test // trap 15
  void waitsBehindAHeldDeadLetterUntilItIsAcknowledged() {
    failOnce(0, new InvalidRecordException("validate", "not JSON", null));
    offer(Logs.batch(1, 0));
    answers.get(0).completeExceptionally(new IOException("no such topic"));
    workers.runAll();

    offer(Logs.batch(2, 1));
    assertThat(calls).doesNotContain("accept 1");
    assertThat(events.told()).containsExactly("waits DEAD_LETTER_HELD");
    fireTimers();
    assertThat(letters).hasSize(2);
    assertThat(letters.get(1)).isEqualTo(letters.get(0));
    answers.get(1).complete(null);
    workers.runAll();

    assertThat(events.told())
        .containsExactly(
            "waits DEAD_LETTER_HELD",
            "proceeds DEAD_LETTER_HELD",
            "settled [0,1) 1 DEAD_LETTERED",
            "settled [1,2) 1");
  }

  @Test
  void stopsTheLoopWhereTheClassifierSaysSo() {
    UnsupportedOperationException stop = new UnsupportedOperationException("no further");
    failAlways(stop);

    offer(Logs.batch(2, 0, 1));

    assertThat(events.failures()).containsExactly(stop);
    assertThat(calls).containsExactly("accept 0");
    assertThat(events.told()).isEmpty();
  }

  @Test
  void neverSettlesARecordWithAnError() {
    behaviour =
        record -> {
          throw new AssertionError("broken");
        };

    offer(Logs.batch(2, 0, 1));

    assertThat(events.failures()).singleElement().isInstanceOf(AssertionError.class);
    assertThat(events.told()).isEmpty();
    assertThat(letters).isEmpty();
  }

  @Test // traps 21 and 23
  void readsAgainWhatAnInterruptLeftUnsettled() {
    failAlways(new InterruptedException());

    offer(Logs.batch(2, 0, 1));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(calls).containsExactly("accept 0");
    assertThat(letters).isEmpty();
    assertThat(events.told()).singleElement().asString().contains("restart", "orders-0@0");
    assertThat(events.failures()).isEmpty();
  }

  @Test // trap 21
  void takesKafkasInterruptForWhatItIs() {
    failAlways(new InterruptException(new InterruptedException()));

    offer(Logs.batch(2, 0, 1));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(events.told()).singleElement().asString().contains("restart", "orders-0@0");
    assertThat(events.timers()).isZero();
  }

  @Test
  void tellsAHandlerOfItsEndThoughItWasInterrupted() {
    failAlways(new InterruptedException());
    offer(Logs.batch(2, 0, 1));
    assertThat(Thread.interrupted()).isTrue();

    lane.drop();
    workers.runAll();

    assertThat(calls).containsExactly("accept 0", "dropped");
  }

  @Test
  void takesNothingMoreOnceItStopsAndFlushes() {
    List<String> flushed = new ArrayList<>();
    lane.offer(Logs.batch(3, 0, 1, 2));
    lane.stopAndFlush(failure -> flushed.add("flushed"));

    workers.runAll();

    assertThat(calls).containsExactly("flush");
    assertThat(events.told()).containsExactly("stopped 0");
    assertThat(flushed).hasSize(1);
  }

  @Test
  void stopsInTheMiddleOfABatchAndSaysWhere() {
    behaviour =
        record -> {
          lane.stopAndFlush(failure -> {});
          return Settlement.NOW;
        };

    offer(Logs.batch(6, 0, 2, 4));

    assertThat(calls).containsExactly("accept 0", "flush");
    assertThat(events.told()).containsExactly("settled [0,2) 1", "stopped 2");
  }

  @Test
  void stopsAtTheEndWhereEverythingWasTaken() {
    offer(Logs.batch(2, 0, 1));

    lane.stopAndFlush(failure -> {});
    workers.runAll();

    assertThat(events.told()).endsWith("stopped at the end");
  }

  @Test
  void saysLastThatItIsDropped() {
    lane.offer(Logs.batch(2, 0, 1));
    lane.drop();
    lane.offer(Logs.batch(4, 2, 3));

    workers.runAll();

    assertThat(calls).containsExactly("dropped");
    assertThat(events.told()).isEmpty();
  }

  @Test // trap 14
  void holdsWhatItCannotGiveUpWithoutASink() {
    Lane alone = lane(Optional.empty());
    failAlways(new InvalidRecordException("validate", "not JSON", null));

    alone.offer(Logs.batch(2, 0, 1));
    workers.runAll();

    assertThat(events.told()).containsExactly("waits HELD");
    assertThat(events.timers()).isEqualTo(1);
  }

  @Test
  void takesAMissingStageForAFailure() {
    behaviour = PartitionLaneTest::nothing;

    offer(Logs.batch(1, 0));

    assertThat(events.told()).containsExactly("waits BACKOFF");
  }

  @SuppressWarnings("NullAway") // what a handler without null checks may do
  private static CompletionStage<?> nothing(ConsumerRecord<byte[], byte[]> record) {
    return null;
  }

  private void offer(Batch batch) {
    lane.offer(batch);
    workers.runAll();
  }

  private void fireTimers() {
    events.fireTimers((SerialExecutor) lane.executor());
    workers.runAll();
  }

  private void failAlways(Exception failure) {
    behaviour =
        record -> {
          throw failure;
        };
  }

  private void failOnce(long offset, Exception failure) {
    behaviour =
        record -> {
          String call = "accept " + offset;
          if (record.offset() == offset && calls.stream().filter(call::equals).count() == 1) {
            throw failure;
          }
          return Settlement.NOW;
        };
  }

  private CompletionStage<?> take(DeadLetter letter) {
    letters.add(letter);
    CompletableFuture<Void> answer = new CompletableFuture<>();
    answers.add(answer);
    return answer;
  }

  private Lane lane(Optional<DeadLetterSink> sink) {
    FailureClassifier classifier =
        FailureClassifier.of(UnsupportedOperationException.class, FailureKind.STOP)
            .orElse(FailureClassifier.defaults());
    RetryPolicy policy = new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(8));
    FailureHandling failures =
        new FailureHandling(classifier, policy, sink, "group", new FakeTime());
    return new PartitionLane(new Recorder(), events, failures, workers);
  }

  private final class Recorder implements PartitionHandler {

    @Override
    public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) throws Exception {
      calls.add("accept " + record.offset());
      return behaviour.accept(record);
    }

    @Override
    public void advanced(long position) {
      calls.add("advanced " + position);
    }

    @Override
    public CompletionStage<?> deadLettered(ConsumerRecord<byte[], byte[]> record) {
      calls.add("deadLettered " + record.offset());
      return Settlement.NOW;
    }

    @Override
    public CompletionStage<?> flush() {
      calls.add("flush");
      return Settlement.NOW;
    }

    @Override
    public void dropped() {
      calls.add("dropped");
    }
  }
}
