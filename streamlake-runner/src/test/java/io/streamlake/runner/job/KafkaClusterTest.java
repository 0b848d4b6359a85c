package io.streamlake.runner.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlake.core.StreamLakeException;
import io.streamlake.runner.cli.SurroundingsException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaClusterTest {

  @Test
  void neverTakesABeginningThatIsNotKnownForNone() throws IOException { // trap 13
    try (SilentBroker broker = new SilentBroker()) {
      KafkaCluster cluster = new KafkaCluster(broker.admin(), broker.address());

      assertThatThrownBy(() -> cluster.beginning(new TopicPartition("orders", 3)))
          .isInstanceOf(StreamLakeException.class)
          .hasMessageContaining("orders-3");
    }
  }

  @Test
  void givesEachCallTheTimeThatItsRequestsMayTake() {
    assertThat(timeouts(Map.of())).containsExactly(15_000, 5_000);
    assertThat(timeouts(Map.of("request.timeout.ms", "90000"))).containsExactly(90_000, 90_000);
    assertThat(timeouts(Map.of("request.timeout.ms", "1000"))).containsExactly(15_000, 1_000);
    assertThat(timeouts(Map.of("default.api.timeout.ms", "2000"))).containsExactly(2_000, 2_000);
  }

  private static List<Integer> timeouts(Map<String, String> common) {
    Map<String, Object> config = KafkaCluster.adminConfig(common);
    return Stream.of("default.api.timeout.ms", "request.timeout.ms")
        .map(name -> Integer.valueOf(String.valueOf(config.get(name))))
        .toList();
  }

  @Test
  void saysHowLongNothingAnswered() throws IOException {
    try (SilentBroker broker = new SilentBroker()) {
      Answers answers = new Answers(broker.address(), Duration.ofMillis(1));

      assertThatThrownBy(() -> answers.of(broker.admin().listTopics().names()))
          .isInstanceOf(SurroundingsException.class)
          .hasMessageContaining(broker.address() + " did not answer within 0 s; check");
    }
  }

  @Test
  void holdsNothingForAnIdThatIsNotKnown() throws IOException { // trap 45
    try (SilentBroker broker = new SilentBroker()) {
      assertThat(new KafkaCluster(broker.admin(), broker.address()).topicId("orders")).isEmpty();
    }
  }
}
