package io.streamlake.runner.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlake.core.StreamLakeException;
import java.io.IOException;
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
  void holdsNothingForAnIdThatIsNotKnown() throws IOException { // trap 45
    try (SilentBroker broker = new SilentBroker()) {
      assertThat(new KafkaCluster(broker.admin(), broker.address()).topicId("orders")).isEmpty();
    }
  }
}
