package io.streamlake.core.loop;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What a loop consumes. */
sealed interface Subscription {

  void apply(Consumer<byte[], byte[]> consumer, ConsumerRebalanceListener listener);

  /** The partitions that it matches now; a topic that does not exist has none. */
  Set<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, Duration timeout);

  /** Whether topics that are created later belong to it, too. */
  boolean isOpen();

  private static Stream<TopicPartition> ids(@Nullable List<PartitionInfo> infos) {
    // null for a topic that does not exist is what MockConsumer answers
    return infos == null
        ? Stream.empty()
        : infos.stream().map(info -> new TopicPartition(info.topic(), info.partition()));
  }

  record Topics(List<String> names) implements Subscription {

    public Topics {
      names = List.copyOf(names);
      if (names.isEmpty()) {
        throw new IllegalArgumentException("names must not be empty");
      }
    }

    @Override
    public void apply(Consumer<byte[], byte[]> consumer, ConsumerRebalanceListener listener) {
      consumer.subscribe(names, listener);
    }

    @Override
    public Set<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, Duration timeout) {
      return names.stream()
          .flatMap(topic -> ids(consumer.partitionsFor(topic, timeout)))
          .collect(Collectors.toSet());
    }

    @Override
    public boolean isOpen() {
      return false;
    }
  }

  record Matching(Pattern pattern) implements Subscription {

    @Override
    public void apply(Consumer<byte[], byte[]> consumer, ConsumerRebalanceListener listener) {
      consumer.subscribe(pattern, listener);
    }

    @Override
    public Set<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, Duration timeout) {
      return consumer.listTopics(timeout).entrySet().stream()
          .filter(topic -> pattern.matcher(topic.getKey()).matches())
          .flatMap(topic -> ids(topic.getValue()))
          .collect(Collectors.toSet());
    }

    @Override
    public boolean isOpen() {
      return true;
    }
  }
}
