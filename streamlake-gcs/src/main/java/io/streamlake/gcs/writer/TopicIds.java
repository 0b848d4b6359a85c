package io.streamlake.gcs.writer;

import io.streamlake.core.TimeSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What topics' ids are as of a moment: an answer serves all who ask about the time before it. May
 * block; safe for use by several threads.
 */
final class TopicIds {

  private record Answer(Optional<String> id, long askedAtNanos) {}

  private final ClusterIdentity identity;
  private final TimeSource time;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  TopicIds(ClusterIdentity identity, TimeSource time) {
    this.identity = identity;
    this.time = time;
  }

  /** The topic's id at that moment or later; empty if it is unknown. */
  Optional<String> asOf(long nanos, String topic) {
    Answer known = answers.get(topic);
    if (known != null && known.askedAtNanos() - nanos >= 0) {
      return known.id();
    }
    long now = time.nanoTime();
    Answer answer = new Answer(identity.topicId(topic), now);
    answers.put(topic, answer);
    return answer.id();
  }

  Optional<String> now(String topic) {
    return asOf(time.nanoTime(), topic);
  }
}
