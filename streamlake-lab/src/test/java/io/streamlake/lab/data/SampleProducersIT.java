package io.streamlake.lab.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.lab.broker.LocalBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleProducersIT {

  private final LocalBroker broker = LocalBroker.start();

  @BeforeAll
  void createTopics() {
    broker.createTopic("hard", 3, HardRecords.topicConfigs());
    broker.createTopic("orders", 4, Map.of());
  }

  @AfterAll
  void closeBroker() {
    broker.close();
  }

  @Test
  void findsExactlyTheCommittedOnesOfTheHardRecordsInTheTopic() {
    HardRecords records = new HardRecords(7, 6_000, 500);

    HardRecords.Account account = records.produce(broker.clientConfig(), "hard");

    TopicSnapshot snapshot = TopicSnapshot.read(broker.clientConfig(), "hard");
    assertThat(account.aborted()).isPositive();
    assertThat(snapshot.records())
        .isEqualTo(account.records())
        .isEqualTo(6_000 + 3 * HardRecords.UNDATED);
    assertThat(snapshot.sum()).isEqualTo(account.sum());
    assertThat(snapshot.partitions()).allMatch(partition -> partition.records() > 1_000);
  }

  @Test
  void namesThePlacesOfTheOrdersThatAreNotJson() {
    Instant start = Instant.now().minus(Duration.ofHours(5));
    OrderSamples samples = new OrderSamples(start, Duration.ofHours(4), 100);

    Set<RecordPlace> poison = samples.produce(broker.clientConfig(), "orders", 1_000);

    TopicSnapshot snapshot = TopicSnapshot.read(broker.clientConfig(), "orders");
    assertThat(poison).hasSize(10);
    assertThat(snapshot.records()).isEqualTo(1_000);
    assertThat(snapshot.without(poison).records()).isEqualTo(990);
  }
}
