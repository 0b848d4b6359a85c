package io.streamlake.runner.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlake.core.StreamLakeException;
import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;

class KafkaLogsTest {

  @Test
  void saysThatTheBrokerDoesNotAnswer() throws IOException {
    try (SilentBroker broker = new SilentBroker()) {
      Answers answers = new Answers(broker.address(), Duration.ofSeconds(5));
      KafkaLogs logs =
          new KafkaLogs(broker.admin(), answers, IsolationLevel.READ_COMMITTED, "group");

      assertThatThrownBy(() -> logs.ask("orders"))
          .isInstanceOf(StreamLakeException.class)
          .hasMessageContaining(broker.address());
    }
  }
}
