package io.streamlake.lab.endtoend;

import io.streamlake.lab.broker.LocalBroker;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** What a consumer group has committed, as the broker tells. */
final class GroupOffsets {

  private GroupOffsets() {}

  /** The committed offsets by partition number, of a group that reads one topic. */
  static Map<Integer, Long> of(LocalBroker broker, String group)
      throws ExecutionException, InterruptedException {
    Map<Integer, Long> offsets = new HashMap<>();
    try (Admin admin = Admin.create(broker.clientConfig())) {
      admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get()
          .forEach(
              (id, committed) -> {
                if (committed != null) {
                  offsets.put(id.partition(), committed.offset());
                }
              });
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw e;
      }
    }
    return offsets;
  }
}
