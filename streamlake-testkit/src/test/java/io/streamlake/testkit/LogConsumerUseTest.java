package io.streamlake.testkit;

import static io.streamlake.testkit.Fixture.P0;
import static io.streamlake.testkit.Fixture.P1;
import static io.streamlake.testkit.Fixture.at;
import static io.streamlake.testkit.Fixture.pollOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.streamlake.testkit.Fixture.Diary;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LogConsumerUseTest {

  private static final Map<String, Object> KIP_848 = Map.of("group.protocol", "consumer");

  private final Fixture fixture = new Fixture();
  private final TestGroup group = fixture.group;

  private Diary join(LogConsumer consumer, TopicPartition... partitions) {
    Diary diary = new Diary(consumer);
    consumer.subscribe(List.of("orders"), diary);
    group.assign(consumer, partitions);
    pollOnce(consumer);
    return diary;
  }

  @Test
  void closingCallsTheListenerAndFreesThePartitions() { // trap 20
    LogConsumer a = fixture.consumer();
    Diary diary = join(a, P0);
    diary.whenRevoked(() -> a.commitSync(at(P0, 3)));
    LogConsumer b = fixture.reader();

    a.close();
    group.assign(b, P0);
    pollOnce(b);

    assertThat(diary.entries).endsWith("revoked [orders-0]");
    assertThat(group.committed(P0)).contains(new OffsetAndMetadata(3));
    assertThat(b.assignment()).containsExactly(P0);
    assertThatIllegalStateException().isThrownBy(() -> pollOnce(a));
  }

  @Test
  void closingDuringARebalanceCallsLost() { // trap 20
    LogConsumer classic = fixture.consumer();
    Diary classicDiary = join(classic, P0);
    LogConsumer modern = fixture.consumer(KIP_848);
    Diary modernDiary = join(modern, P1);

    group.holdRebalances();
    group.rebalance();
    pollOnce(classic);
    pollOnce(modern);
    classic.close();
    modern.close();

    assertThat(classicDiary.entries).endsWith("lost [orders-0]");
    assertThat(modernDiary.entries).endsWith("revoked [orders-1]");
  }

  @Test
  void aWakeUpDoesNotDisturbClosing() {
    LogConsumer consumer = fixture.consumer();
    join(consumer, P0).whenRevoked(() -> consumer.commitSync(at(P0, 3)));

    consumer.wakeup();
    consumer.close();

    assertThat(group.committed(P0)).contains(new OffsetAndMetadata(3));
  }

  @Test
  void aCrashedMemberFreesItsPartitionsWithoutACallback() {
    LogConsumer a = fixture.consumer();
    Diary diary = join(a, P0);
    LogConsumer b = fixture.reader();

    group.crash(a);
    group.assign(b, P0);
    pollOnce(b);

    assertThat(diary.entries).containsExactly("assigned [orders-0]");
    assertThat(b.assignment()).containsExactly(P0);
    assertThatIllegalStateException().isThrownBy(() -> pollOnce(a));
  }

  @Test
  void refusesAWorkerThatTouchesIt() {
    LogConsumer consumer = fixture.reader(P0);
    StepExecutor workers = StepExecutor.inOrder();
    workers.execute(() -> consumer.pause(List.of(P0)));

    assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(workers::runAll);
    assertThat(consumer.paused()).isEmpty();
  }

  @Test
  void refusesASecondThreadWhileOneIsInside() {
    LogConsumer consumer = fixture.reader(P0);
    List<Throwable> refusals = new ArrayList<>();
    Thread second = new Thread(() -> consumer.position(P0));
    second.setUncaughtExceptionHandler((thread, error) -> refusals.add(error));

    consumer.commitAsync(
        at(P0, 0),
        (offsets, error) -> {
          second.start();
          join(second);
        });
    pollOnce(consumer);

    assertThat(refusals).singleElement().isInstanceOf(ConcurrentModificationException.class);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
