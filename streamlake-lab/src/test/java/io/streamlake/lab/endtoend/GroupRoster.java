package io.streamlake.lab.endtoend;

import io.streamlake.lab.broker.LocalBroker;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;

/** Who is in a consumer group, as the broker tells. */
final class GroupRoster {

  private GroupRoster() {}

  /**
   * Whether exactly these members share the partitions, by their {@code client.id}. None is still
   * joining, and none is a ghost that was killed and is waited for until its session is over.
   */
  static boolean isSettled(LocalBroker broker, String group, Set<String> members)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(broker.clientConfig())) {
      return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
          .allMatch(found -> isSettled(found, members));
    }
  }

  private static boolean isSettled(ConsumerGroupDescription found, Set<String> members) {
    List<String> present = found.members().stream().map(MemberDescription::clientId).toList();
    return found.groupState() == GroupState.STABLE
        && present.size() == members.size()
        && members.containsAll(present);
  }
}
