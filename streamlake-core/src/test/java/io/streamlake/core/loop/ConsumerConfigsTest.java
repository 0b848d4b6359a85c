package io.streamlake.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConsumerConfigsTest {

  private static final Map<String, Object> MINIMAL =
      Map.of("bootstrap.servers", "127.0.0.1:9092", "group.id", "orders");

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "enable.auto.commit, true",
    "auto.commit.interval.ms, 5000",
    "auto.offset.reset, latest", // trap 13
    "auto.offset.reset, earliest",
    "auto.offset.reset, by_duration:PT1H",
    "key.deserializer, org.apache.kafka.common.serialization.StringDeserializer", // trap 18
    "value.deserializer, org.apache.kafka.common.serialization.StringDeserializer",
    "group.id, ''",
  })
  void refusesWhatWouldBreakTheGuarantees(String key, String value) {
    Map<String, Object> config = with(key, value);

    assertThat(ConsumerConfigs.problems(config)).containsOnlyKeys(key);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConsumerConfigs.complete(config))
        .withMessageStartingWith(key + ": ");
  }

  @Test
  void refusesAConfigurationWithoutAGroup() {
    assertThat(ConsumerConfigs.problems(Map.of())).containsOnlyKeys("group.id");
  }

  @Test
  void listsEveryProblemAtOnce() {
    Map<String, Object> config = Map.of("enable.auto.commit", true, "auto.offset.reset", "latest");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConsumerConfigs.complete(config))
        .withMessageContainingAll("enable.auto.commit", "auto.offset.reset", "group.id");
  }

  @Test
  void acceptsWhatSaysTheSame() {
    Map<String, Object> config = with("enable.auto.commit", " False");
    config.put("auto.offset.reset", "none");
    config.put("key.deserializer", ByteArrayDeserializer.class);

    assertThat(ConsumerConfigs.problems(config)).isEmpty();
  }

  /** A fetch that waits keeps the same broker's other partitions waiting, too. */
  @Test
  void letsABrokerWaitForNewRecordsForAMomentOnly() {
    assertThat(ConsumerConfigs.complete(MINIMAL)).containsEntry("fetch.max.wait.ms", 100);
    assertThat(ConsumerConfigs.complete(with("fetch.max.wait.ms", "500")))
        .containsEntry("fetch.max.wait.ms", "500");
  }

  @Test
  void fillsInTheContractsDefaults() {
    assertThat(ConsumerConfigs.complete(MINIMAL))
        .containsAllEntriesOf(MINIMAL)
        .containsEntry("enable.auto.commit", false)
        .containsEntry("auto.offset.reset", "none")
        .containsEntry("session.timeout.ms", 30_000)
        .containsEntry("max.poll.interval.ms", 300_000)
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
  }

  @Test
  void leavesWhatIsSaidToWhoSaysIt() {
    Map<String, Object> config = with("session.timeout.ms", 9_000);
    config.put("isolation.level", "read_uncommitted");

    assertThat(ConsumerConfigs.complete(config)).containsAllEntriesOf(config);
  }

  @Test // KIP-848
  void leavesToTheBrokerWhatTheNewProtocolDecidesThere() {
    Map<String, Object> complete = ConsumerConfigs.complete(with("group.protocol", "CONSUMER"));

    assertThat(complete)
        .doesNotContainKeys("session.timeout.ms", "partition.assignment.strategy")
        .containsEntry("max.poll.interval.ms", 300_000);
  }

  @ParameterizedTest
  @CsvSource({"classic", "consumer"})
  void isAConfigurationThatKafkaTakes(String protocol) {
    Map<String, Object> complete = ConsumerConfigs.complete(with("group.protocol", protocol));

    assertThatNoException().isThrownBy(() -> new ConsumerConfig(complete));
  }

  private static Map<String, Object> with(String key, Object value) {
    Map<String, Object> config = new HashMap<>(MINIMAL);
    config.put(key, value);
    return config;
  }

  @Test // trap 9
  void cutsAWaitToHalfOfThePollInterval() {
    Map<String, Object> config = Map.of("max.poll.interval.ms", "60000");

    assertThat(ConsumerConfigs.withinPollInterval(config, Duration.ofMinutes(10)))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(ConsumerConfigs.withinPollInterval(config, Duration.ofSeconds(5)))
        .isEqualTo(Duration.ofSeconds(5));
  }
}
