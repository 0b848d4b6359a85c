package io.streamlake.core.loop;

import io.streamlake.core.TimeSource;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * What a loop is made of.
 *
 * @param group the consumer group
 * @param onClose whether the member leaves its group when the consumer closes
 * @param owned what the loop closes after the consumer, in this order
 */
record LoopParts(
    String group,
    Consumer<byte[], byte[]> consumer,
    PollLoop pollLoop,
    Inbox inbox,
    TimeSource time,
    CloseOptions.GroupMembershipOperation onClose,
    List<AutoCloseable> owned) {}
