package io.streamlake.lab.endtoend;

import io.streamlake.lab.broker.LocalBroker;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;

/** Who is in a consumer group, as the broker tells. */
final class GroupRoster {

  private GroupRoster() {}

  /**
   * Whether so many members share the partitions, none of them a ghost that is still waited for.
   */
  static boolean isSettled(LocalBroker broker, String group, int members)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(broker.clientConfig())) {
      return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
          .allMatch(found -> isSettled(found, members));
    }
  }

  private static boolean isSettled(ConsumerGroupDescription found, int members) {
    return found.groupState() == GroupState.STABLE && found.members().size() == members;
  }
}
