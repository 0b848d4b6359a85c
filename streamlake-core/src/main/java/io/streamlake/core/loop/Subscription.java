package io.streamlake.core.loop;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;

/** What a loop consumes. */
sealed interface Subscription {

  void apply(Consumer<byte[], byte[]> consumer, ConsumerRebalanceListener listener);

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
  }

  record Matching(Pattern pattern) implements Subscription {

    @Override
    public void apply(Consumer<byte[], byte[]> consumer, ConsumerRebalanceListener listener) {
      consumer.subscribe(pattern, listener);
    }
  }
}
