package io.streamlake.gcs.writer;

import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.StoreException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether a location takes names that are as long as those of a topic's data objects. Pure.
 *
 * @param layout the dataset's names
 * @param extension of the data objects, without its leading dot
 * @param maxPartBytes how long a part of a name may be, between two slashes
 */
record NameLimit(Layout layout, String extension, int maxPartBytes) {

  static NameLimit of(RawZoneSettings settings, ObjectStore store) {
    return new NameLimit(
        new Layout(settings.dataset()), settings.encoding().extension(), store.maxNamePartBytes());
  }

  /**
   * Refuses what could be claimed and never be completed.
   *
   * @throws StoreException if names are too long
   */
  void require(Collection<TopicPartition> places) {
    List<String> refused = places.stream().flatMap(place -> refusal(place).stream()).toList();
    if (!refused.isEmpty()) {
      throw new StoreException(
          StoreException.Kind.UNUSABLE,
          refused.stream().collect(Collectors.joining("; "))
              + ". Land in a gs:// location, where names may be longer, or leave such topics out",
          null);
    }
  }

  private Optional<String> refusal(TopicPartition place) {
    String name = layout.dataObject(place, 0, "", extension);
    int excess = name.length() - (name.lastIndexOf('/') + 1) - maxPartBytes;
    String topic = place.topic();
    return excess <= 0
        ? Optional.empty()
        : Optional.of(
            "%s: the name has %d characters; files are named after it, and this location takes at most %d of them"
                .formatted(topic, topic.length(), topic.length() - excess));
  }
}
