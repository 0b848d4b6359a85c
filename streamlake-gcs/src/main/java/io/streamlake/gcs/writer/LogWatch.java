package io.streamlake.gcs.writer;

import io.streamlake.core.Assignment;
import io.streamlake.core.StreamLakeException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices between the starts of partitions that a topic was deleted and created again, or that the
 * log has lost the offset that comes next. May block; used by one thread at a time.
 */
final class LogWatch {

  private static final Logger LOG = LoggerFactory.getLogger(LogWatch.class);

  private final Topics topics;
  private final RecoveryPolicy policy;
  private Map<PartitionWriter, Long> positions = new HashMap<>();

  LogWatch(Topics topics, RecoveryPolicy policy) {
    this.topics = topics;
    this.policy = policy;
  }

  /** One writer and where its tasks run. */
  record Live(PartitionWriter writer, Assignment assignment) {}

  void look(Iterable<Live> writers) {
    Map<PartitionWriter, Long> before = positions;
    positions = new HashMap<>();
    long now = topics.time().nanoTime();
    for (Live each : writers) {
      look(each, before, now);
    }
  }

  private void look(Live each, Map<PartitionWriter, Long> before, long now) {
    PartitionWriter writer = each.writer();
    if (writer.chain().isEmpty()) {
      return;
    }
    try {
      topics.requireSame(writer.chain().get(), now);
    } catch (StreamLakeException e) {
      String why = String.valueOf(e.getMessage());
      each.assignment().lane().execute(() -> writer.reconsider(why));
      return;
    }
    long position = writer.position();
    positions.put(writer, position);
    Long last = before.get(writer);
    if (policy.goesOn() && position >= 0 && last != null && last == position) {
      lookAtBeginning(each, position);
    }
  }

  /** Only where nothing moves: what has been fetched may be handed out still. */
  private void lookAtBeginning(Live each, long position) {
    OptionalLong beginning;
    try {
      beginning = topics.beginning(each.assignment().partition());
    } catch (StreamLakeException e) {
      LOG.debug("{}: looked at again later", each.assignment().partition(), e);
      return;
    }
    if (beginning.isPresent() && beginning.getAsLong() > position) {
      LOG.debug("{}: begins at {}", each.assignment().partition(), beginning.getAsLong());
      each.assignment().lane().execute(() -> each.writer().passedOver(beginning.getAsLong()));
    }
  }
}
