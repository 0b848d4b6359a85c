package io.streamlake.gcs.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.InvalidRecordException;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.store.InMemoryObjectStore;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import io.streamlake.gcs.store.StoreException;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The real loop with letters in a store. */
class LettersInTheLoopTest {

  private static final TopicPartition P0 = new TopicPartition("orders", 0);
  private static final TopicPartition P1 = new TopicPartition("orders", 1);

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final RecordingHandler handler =
      new RecordingHandler()
          .failingAlways(P0, 1, () -> new InvalidRecordException("handle", "poison", null));
  private final LoopHarness loop =
      LoopHarness.over("orders", 2)
          .handler(handler)
          .with(
              builder ->
                  builder.deadLetters(
                      ObjectDeadLetterSink.writingOn(store, new Layout("shop"), Runnable::run)));

  private List<String> letters() {
    return store.names();
  }

  @Test
  void commitsOnceTheLetterIsKept() {
    loop.log().append(P0, "tea", "poison", "milk");

    loop.start().runUntilIdle();

    assertThat(letters()).singleElement().asString().contains("/00000/00000000000000000001+");
    assertThat(loop.committed(P0)).hasValue(3);
  }

  @Test
  void writesOneObjectThoughItCrashesBeforeTheCommit() {
    loop.log().append(P0, "tea", "poison", "milk");
    loop.start().runUntil(() -> !letters().isEmpty());
    loop.crash();
    assertThat(loop.committed(P0).orElse(0)).isLessThan(2);

    loop.start().runUntilIdle();

    assertThat(handler.attempts(P0, 1)).isGreaterThan(1);
    assertThat(letters()).hasSize(1);
    assertThat(loop.committed(P0)).hasValue(3);
  }

  @Test // trap 2
  void writesOneObjectThoughAZombieWritesItAsWell() {
    loop.log().append(P0, "tea", "poison", "milk");
    LoopHarness rival = loop.peer();
    loop.start().runUntil(() -> !letters().isEmpty());
    rival.start().runUntilIdle();
    loop.runUntilIdle();

    assertThat(letters()).hasSize(1);
    assertThat(rival.committed(P0)).hasValue(3);
  }

  @Test // traps 14, 15 and 23
  void holdsOnlyItsLaneWhileTheStoreIsDownHoweverLong() {
    store.inject(
        (moment, call) -> {
          if (moment == Moment.BEFORE) {
            throw new StoreException(StoreException.Kind.TRANSIENT, "down", null);
          }
        });
    loop.log().append(P0, "tea", "poison", "milk");
    loop.log().append(P1, "bread");

    loop.start().runFor(Duration.ofHours(1));

    assertThat(loop.committed(P0).orElse(0)).isLessThan(2);
    assertThat(loop.committed(P1)).hasValue(1);
    store.heal();
    loop.runFor(Duration.ofMinutes(1));
    assertThat(letters()).hasSize(1);
    assertThat(loop.committed(P0)).hasValue(3);
  }
}
