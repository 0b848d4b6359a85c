package io.streamlake.gcs.writer;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** A topic from its creation to its deletion. */
final class Incarnation {

  final Losses losses = new Losses();
  private final Map<TopicPartition, NavigableMap<Long, String>> produced = new HashMap<>();

  /** The values by their offsets. */
  NavigableMap<Long, String> produced(TopicPartition partition) {
    return produced.computeIfAbsent(partition, key -> new TreeMap<>());
  }
}
