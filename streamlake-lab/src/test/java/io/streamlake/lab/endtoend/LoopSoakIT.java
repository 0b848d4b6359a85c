package io.streamlake.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.lab.broker.LocalBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Four members as processes, killed or stalled again and again while records flow, partitions are
 * added and the broker restarts. The profile {@code thorough} does so 90 times, every 2 s; the
 * properties {@code streamlake.lab.soak.times}, {@code .restarts}, {@code .pause-ms} and {@code
 * .seed} say otherwise.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoopSoakIT {

  private static final int DISTURBANCES = Integer.getInteger("streamlake.lab.soak.times", 4);
  private static final int RESTARTS = Integer.getInteger("streamlake.lab.soak.restarts", 1);
  private static final int PAUSE_MILLIS = Integer.getInteger("streamlake.lab.soak.pause-ms", 500);
  private static final long SEED = Long.getLong("streamlake.lab.soak.seed", 1);
  private static final int PARTITIONS = 6;
  private static final int MORE_PARTITIONS = 2;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final LocalBroker broker = SoakSettings.startBroker();

  @AfterAll
  void closeBroker() {
    broker.close();
  }

  // traps 1, 2, 3, 4, 5, 7
  @ParameterizedTest
  @EnumSource
  void losesNothingAndKeepsTheOrderWhileMembersDieAndStall(
      SoakSettings.Protocol protocol, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
      throws Exception {
    String topic = "soak-" + protocol;
    broker.createTopic(topic, PARTITIONS, Map.of());
    Map<String, String> consumer = SoakSettings.consumer(broker, protocol, topic);
    try (SoakProducer producer = new SoakProducer(broker, topic, PARTITIONS).start();
        SoakedGroup group = new SoakedGroup(folder, topic, consumer, new Random(SEED)).start()) {
      disturb(group, producer, topic);
      long produced = producer.finish();
      Map<Integer, Long> ends = TopicEnds.of(broker, topic);
      awaitCommitted(group, topic, ends);

      SoakAccount account = group.account();
      assertThat(ends.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(produced);
      assertThat(account.missing(ends)).as("lost").isEmpty();
      assertThat(account.violations()).isEmpty();
      List<TakeoverAudit> audits = audits(account, CommitLog.read(broker, topic));
      long duplicates =
          audits.stream().mapToLong(audit -> audit.uncommitted() + audit.unheard()).sum();
      long limit = audits.stream().mapToLong(TakeoverAudit::limit).sum();
      System.out.printf(
          "%s: %d records, %d assignments, %d duplicates of at most %d (%d of zombies), %d kills,"
              + " %d stalls, %d partitions lost, %d restarts%n",
          protocol,
          produced,
          account.runs().values().stream().mapToInt(List::size).sum(),
          duplicates,
          limit,
          audits.stream().mapToLong(TakeoverAudit::unheard).sum(),
          group.kills(),
          group.stalls(),
          account.losses(),
          RESTARTS);
      assertThat(audits.stream().flatMap(audit -> audit.violations().stream())).isEmpty();
      assertThat(duplicates).isLessThanOrEqualTo(limit);
    }
  }

  private static List<TakeoverAudit> audits(
      SoakAccount account, Map<Integer, List<CommitLog.Commit>> commits) {
    assertThat(commits.keySet()).isEqualTo(account.runs().keySet());
    return account.runs().entrySet().stream()
        .map(
            runs ->
                new TakeoverAudit(
                        runs.getValue(),
                        commits.getOrDefault(runs.getKey(), List.of()),
                        SoakSettings.inFlightLimit())
                    .run())
        .toList();
  }

  private void disturb(SoakedGroup group, SoakProducer producer, String topic) throws Exception {
    int restarts = 0;
    for (int disturbed = 0; disturbed < DISTURBANCES; disturbed++) {
      if (disturbed == DISTURBANCES / 4) {
        broker.addPartitions(topic, PARTITIONS + MORE_PARTITIONS);
        producer.writeTo(PARTITIONS + MORE_PARTITIONS);
      }
      if (restarts < RESTARTS && disturbed == DISTURBANCES * (restarts + 1) / (RESTARTS + 1)) {
        broker.restart();
        restarts++;
      }
      group.disturb();
      long next = System.nanoTime() + Duration.ofMillis(PAUSE_MILLIS).toNanos();
      Eventually.holds(
          LIMIT,
          () -> {
            group.tick();
            return System.nanoTime() - next > 0;
          },
          group::messages);
    }
  }

  private void awaitCommitted(SoakedGroup group, String topic, Map<Integer, Long> ends)
      throws Exception {
    Eventually.holds(
        LIMIT,
        () -> {
          group.tick();
          return !group.hasStalled() && GroupOffsets.of(broker, topic).equals(ends);
        },
        () -> "committed is not " + ends + ":\n" + group.messages());
  }
}
