package io.streamlake.runner.job;

import io.streamlake.gcs.complete.LogEnd;
import io.streamlake.gcs.complete.TopicLog;
import io.streamlake.gcs.complete.TopicLogs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks a cluster where logs end, as a consumer sees them: one request of each kind for all of a
 * topic's partitions. Safe for use by several threads.
 */
final class KafkaLogs implements TopicLogs {

  private final Admin admin;
  private final Answers answers;
  private final IsolationLevel isolation;
  private final String group;

  KafkaLogs(Admin admin, Answers answers, IsolationLevel isolation, String group) {
    this.admin = admin;
    this.answers = answers;
    this.isolation = isolation;
    this.group = group;
  }

  /**
   * Blocks for as long as answers may take.
   *
   * @throws io.streamlake.runner.cli.SurroundingsException if one of them is missing
   */
  @Override
  public TopicLog ask(String topic) {
    TopicDescription description =
        Objects.requireNonNull(
            answers.of(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic), topic);
    List<TopicPartition> partitions =
        description.partitions().stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
    Map<TopicPartition, Long> beginnings = offsets(partitions, OffsetSpec.earliest());
    Map<TopicPartition, OffsetAndMetadata> committed = committed(partitions);
    Map<Integer, LogEnd> log = new HashMap<>();
    ends.forEach(
        (partition, end) ->
            log.put(
                partition.partition(),
                new LogEnd(
                    beginnings.getOrDefault(partition, 0L),
                    end,
                    Optional.ofNullable(committed.get(partition)))));
    return new TopicLog(description.topicId().toString(), log);
  }

  private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> spec));
    Map<TopicPartition, Long> found = new HashMap<>();
    answers
        .of(admin.listOffsets(wanted, new ListOffsetsOptions(isolation)).all())
        .forEach((partition, info) -> found.put(partition, info.offset()));
    return found;
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(List<TopicPartition> partitions) {
    ListConsumerGroupOffsetsSpec wanted =
        new ListConsumerGroupOffsetsSpec().topicPartitions(partitions);
    return answers.of(
        admin.listConsumerGroupOffsets(Map.of(group, wanted)).partitionsToOffsetAndMetadata(group));
  }
}
