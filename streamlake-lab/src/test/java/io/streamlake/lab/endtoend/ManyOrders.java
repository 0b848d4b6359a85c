package io.streamlake.lab.endtoend;

import io.streamlake.lab.broker.LocalBroker;
import io.streamlake.lab.data.OrderSamples;
import io.streamlake.lab.data.RecordPlace;
import io.streamlake.lab.data.TopicSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * A topic of small records, a few of which are not JSON.
 *
 * @param records how many
 * @param poisonEvery every how many one is not JSON; 0 for none
 */
record ManyOrders(int records, int poisonEvery) {

  static final String TOPIC = "orders";
  static final int PARTITIONS = 12;

  /**
   * Creates and fills the topic.
   *
   * @return what must be in the lake
   */
  TopicSnapshot produce(LocalBroker broker) {
    broker.createTopic(TOPIC, PARTITIONS, Map.of("retention.ms", "-1"));
    OrderSamples samples =
        new OrderSamples(
            Instant.now().minus(Duration.ofHours(3)), Duration.ofHours(2), poisonEvery);
    Set<RecordPlace> poison = samples.produce(broker.clientConfig(), TOPIC, records);
    return TopicSnapshot.read(broker.clientConfig(), TOPIC).without(poison);
  }
}
