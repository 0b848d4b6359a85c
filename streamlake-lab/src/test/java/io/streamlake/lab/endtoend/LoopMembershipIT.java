package io.streamlake.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.CommitPolicy;
import io.streamlake.core.StartPolicy;
import io.streamlake.core.loop.CloseReport;
import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.core.loop.LoopState;
import io.streamlake.lab.broker.BrokerSettings;
import io.streamlake.lab.broker.LocalBroker;
import io.streamlake.lab.data.RecordPlace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a loop keeps, takes and gives back as a member of a group, with the real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoopMembershipIT {

  private static final String CLASSIC = "classic";
  private static final String CONSUMER = "consumer";
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);

  private final LocalBroker broker =
      LocalBroker.start(
          BrokerSettings.temporary()
              .with("group.consumer.min.heartbeat.interval.ms", "100")
              .with("group.consumer.heartbeat.interval.ms", "500"));

  @AfterAll
  void closeBroker() {
    broker.close();
  }

  // trap 8
  @Test
  void keepsItsPartitionsWhileAHandlerBlocksForThreePollIntervals() throws Exception {
    List<CompletableFuture<Void>> both =
        List.of(CLASSIC, CONSUMER).stream()
            .map(protocol -> CompletableFuture.runAsync(() -> blockAndKeep(protocol)))
            .toList();

    for (CompletableFuture<Void> one : both) {
      one.get(RealLoops.LIMIT.toSeconds() * 3, TimeUnit.SECONDS);
    }
  }

  private void blockAndKeep(String protocol) {
    try {
      blockAndKeep("blocked-" + protocol, protocol);
    } catch (Exception e) {
      throw new AssertionError(protocol, e);
    }
  }

  private void blockAndKeep(String topic, String protocol) throws Exception {
    broker.createTopic(topic, 2, Map.of());
    CountDownLatch never = new CountDownLatch(1);
    RecordedAssignments recorded =
        new RecordedAssignments(
            record -> {
              if (record.partition() == 0) {
                boolean unused = never.await(POLL_INTERVAL.toMillis() * 3, TimeUnit.MILLISECONDS);
              }
            });
    Map<String, Object> consumer = RealLoops.consumer(broker, protocol, topic);
    consumer.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) POLL_INTERVAL.toMillis());
    try (ConsumerLoop loop = RealLoops.builder(consumer, recorded).topics(topic).build().start()) {
      RealLoops.awaitRunning(loop, 2);
      RealLoops.produce(broker, topic, 0, 1);
      RealLoops.produce(broker, topic, 1, 1);
      RealLoops.awaitCommitted(broker, topic, Map.of(0, 1L, 1, 1L));

      assertThat(recorded.assigned()).hasSize(2);
      assertThat(recorded.handled())
          .containsExactly(new RecordPlace(topic, 1, 0), new RecordPlace(topic, 0, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CLASSIC, CONSUMER})
  void readsAnAddedPartitionFromItsBeginningThoughThePolicySaysLatest(String protocol)
      throws Exception {
    String topic = "grown-" + protocol;
    broker.createTopic(topic, 1, Map.of());
    RealLoops.produce(broker, topic, 0, 5);
    RecordedAssignments recorded = new RecordedAssignments();
    try (ConsumerLoop loop =
        RealLoops.builder(RealLoops.consumer(broker, protocol, topic), recorded)
            .topics(topic)
            .startPolicy(StartPolicy.latest())
            .build()
            .start()) {
      RealLoops.awaitRunning(loop, 1);

      broker.addPartitions(topic, 3);
      RealLoops.produce(broker, topic, 2, 10);

      RealLoops.awaitCommitted(broker, topic, Map.of(0, 5L, 1, 0L, 2, 10L));
      assertThat(recorded.handled()).hasSize(10).allMatch(place -> place.partition() == 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CLASSIC, CONSUMER})
  void readsATopicThatAppearsAndMatchesThePattern(String protocol) throws Exception {
    String first = "matching-" + protocol + ".1";
    String second = "matching-" + protocol + ".2";
    broker.createTopic(first, 1, Map.of());
    RealLoops.produce(broker, first, 0, 5);
    RecordedAssignments recorded = new RecordedAssignments();
    try (ConsumerLoop loop =
        RealLoops.builder(RealLoops.consumer(broker, protocol, first), recorded)
            .topicPattern(Pattern.compile("matching-" + protocol + "\\.\\d"))
            .build()
            .start()) {
      recorded.awaitHandled(5);

      broker.createTopic("not-" + second, 1, Map.of());
      broker.createTopic(second, 2, Map.of());
      RealLoops.produce(broker, second, 1, 5);

      recorded.awaitHandled(10);
      RealLoops.awaitRunning(loop, 3);
    }
    assertThat(recorded.handled()).hasSize(10);
    assertThat(recorded.assignedOnce())
        .containsExactlyInAnyOrder(
            new TopicPartition(first, 0),
            new TopicPartition(second, 0),
            new TopicPartition(second, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {CLASSIC, CONSUMER})
  void takesItsPartitionsBackWithoutARebalanceWhenAStaticMemberRestarts(String protocol)
      throws Exception {
    String topic = "static-" + protocol;
    broker.createTopic(topic, 4, Map.of());
    RecordedAssignments stays = new RecordedAssignments();
    RecordedAssignments before = new RecordedAssignments();
    RecordedAssignments after = new RecordedAssignments();
    try (ConsumerLoop staying = startStatic(topic, protocol, "stays", stays)) {
      RealLoops.awaitRunning(staying, 4);
      ConsumerLoop restarting = startStatic(topic, protocol, "restarts", before);
      RealLoops.awaitRunning(restarting, 2);
      RealLoops.awaitRunning(staying, 2);
      List<TopicPartition> given = stays.assigned();
      restarting.close();

      try (ConsumerLoop restarted = startStatic(topic, protocol, "restarts", after)) {
        RealLoops.awaitRunning(restarted, 2);
        RealLoops.produce(broker, topic, 0, 5);
        RealLoops.awaitCommitted(broker, topic, Map.of(0, 5L, 1, 0L, 2, 0L, 3, 0L));

        assertThat(stays.assigned()).isEqualTo(given);
        assertThat(after.assignedOnce()).hasSize(2).isEqualTo(before.assignedOnce());
      }
    }
  }

  // trap 19
  @ParameterizedTest
  @ValueSource(strings = {CLASSIC, CONSUMER})
  void endsVisiblyWhenItsInstanceIdIsTaken(String protocol) throws Exception {
    String topic = "fenced-" + protocol;
    broker.createTopic(topic, 1, Map.of());
    RealLoops.produce(broker, topic, 0, 5);
    RecordedAssignments recorded = new RecordedAssignments();
    ConsumerLoop first = startStatic(topic, protocol, "one", recorded);
    RealLoops.awaitRunning(first, 1);
    ConsumerLoop second = startStatic(topic, protocol, "one", recorded);

    Eventually.holds(
        RealLoops.LIMIT,
        () -> first.state() == LoopState.FAILED || second.state() == LoopState.FAILED,
        () -> "neither has ended: " + first.state() + ", " + second.state());

    ConsumerLoop ended = first.state() == LoopState.FAILED ? first : second;
    assertThat(ended.termination().toCompletableFuture())
        .failsWithin(RealLoops.LIMIT)
        .withThrowableOfType(Exception.class)
        .havingRootCause()
        // with KIP-848 it is the newcomer that is refused
        .isInstanceOfAny(FencedInstanceIdException.class, UnreleasedInstanceIdException.class);
    assertThat(RealLoops.status(ended)).isEmpty();
    first.close();
    second.close();
    assertThat(ended.state()).isEqualTo(LoopState.FAILED);
  }

  // traps 1 and 20
  @Test
  void commitsWhatWasDoneWhenItIsClosedDuringARebalance() throws Exception {
    String topic = "closed";
    broker.createTopic(topic, 2, Map.of());
    RecordedAssignments recorded = new RecordedAssignments();
    Map<String, Object> consumer = RealLoops.consumer(broker, CLASSIC, topic);
    ConsumerLoop loop =
        RealLoops.builder(consumer, recorded)
            .commitPolicy(CommitPolicy.every(Duration.ofDays(1)))
            .topics(topic)
            .build()
            .start();
    RealLoops.awaitRunning(loop, 2);
    try (SilentMember silent = SilentMember.join(consumer, topic)) {
      RealLoops.awaitRunning(loop, 1);
      int mine = RealLoops.status(loop).get(0).id().partition();
      RealLoops.produce(broker, topic, mine, 5);
      recorded.awaitHandled(5);
      // a third member begins a rebalance, which waits for the silent one
      ConsumerLoop third = RealLoops.builder(consumer, recorded).topics(topic).build().start();
      awaitState(topic, GroupState.PREPARING_REBALANCE);

      loop.shutdown(RealLoops.LIMIT);
      Eventually.holds(
          RealLoops.LIMIT, () -> loop.state() == LoopState.CLOSING, () -> "it does not close");
      silent.pollAgain();
      CloseReport report =
          loop.termination()
              .toCompletableFuture()
              .get(RealLoops.LIMIT.toSeconds(), TimeUnit.SECONDS);

      assertThat(report.isClean()).as(report.toString()).isTrue();
      assertThat(GroupOffsets.of(broker, topic)).containsEntry(mine, 5L);
      third.close();
    }
  }

  private void awaitState(String group, GroupState state) throws Exception {
    try (Admin admin = Admin.create(broker.clientConfig())) {
      Eventually.holds(
          RealLoops.LIMIT,
          () ->
              admin.describeConsumerGroups(List.of(group)).all().get().get(group).groupState()
                  == state,
          () -> group + " is not " + state);
    }
  }

  private ConsumerLoop startStatic(
      String topic, String protocol, String instance, RecordedAssignments recorded) {
    Map<String, Object> consumer = RealLoops.consumer(broker, protocol, topic);
    consumer.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
    if (protocol.equals(CLASSIC)) {
      // long enough for a restart
      consumer.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 120_000);
    }
    return RealLoops.builder(consumer, recorded).topics(topic).build().start();
  }
}
