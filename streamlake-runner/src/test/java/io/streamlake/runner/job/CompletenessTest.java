package io.streamlake.runner.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.decision.RecordLedger;
import io.streamlake.core.loop.PartitionStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CompletenessTest {

  @Test
  void isTheJobOfWhoeverHasATopicsFirstPartition() {
    assertThat(Completeness.topics(List.of(status("a", 0), status("a", 1), status("b", 2))))
        .containsExactly("a");
    assertThat(Completeness.topics(List.of())).isEmpty();
  }

  private static PartitionStatus status(String topic, int partition) {
    TopicPartition id = new TopicPartition(topic, partition);
    return new PartitionStatus(
        id, true, 0, 0, Optional.empty(), 0, 0, Set.of(), RecordLedger.EMPTY, RecordLedger.EMPTY);
  }
}
