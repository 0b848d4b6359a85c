package io.streamlake.core.loop;

import java.util.Collection;
import java.util.Optional;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.RecordDeserializationException;

/**
 * Finds the partition whose log holds what the client cannot read. For a corrupt batch the client
 * throws a bare {@link KafkaException} from poll, again and again, that names the partition in its
 * text only ({@code CompletedFetch.fetchRecords}, {@code FetchCollector.handleInitializeErrors}).
 */
final class CorruptRecords {

  private CorruptRecords() {}

  static Optional<TopicPartition> partitionOf(
      KafkaException failure, Collection<TopicPartition> assigned) {
    if (failure instanceof RecordDeserializationException unreadable) {
      return Optional.of(unreadable.topicPartition());
    }
    boolean isKnown =
        failure instanceof ApiException && !(failure instanceof CorruptRecordException);
    String text = failure.getMessage();
    if (isKnown || failure instanceof InvalidOffsetException || text == null) {
      return Optional.empty();
    }
    return assigned.stream().filter(id -> names(text, id.toString())).findFirst();
  }

  /** Whether a text names a partition: orders-1 is not orders-10, and not my-orders-1. */
  private static boolean names(String text, String id) {
    for (int at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
      boolean begins = at == 0 || text.charAt(at - 1) == ' ';
      int end = at + id.length();
      if (begins && (end == text.length() || !Character.isDigit(text.charAt(end)))) {
        return true;
      }
    }
    return false;
  }
}
