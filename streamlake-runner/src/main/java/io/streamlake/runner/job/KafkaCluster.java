package io.streamlake.runner.job;

import io.streamlake.core.StreamLakeException;
import io.streamlake.gcs.complete.TopicLogs;
import io.streamlake.gcs.writer.ClusterIdentity;
import io.streamlake.runner.cli.SurroundingsException;
import io.streamlake.runner.settings.Settings;
import io.streamlake.runner.settings.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be asked of the cluster beside consuming. Safe for use by several threads. */
final class KafkaCluster implements ClusterIdentity, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaCluster.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /**
   * What a dead-letter topic needs to take every letter, and to keep it until somebody has looked:
   * letters have the dates of their records, old and future ones, so retention by time would delete
   * some at once, and the broker's limits would refuse others for ever. See
   * https://kafka.apache.org/documentation/#topicconfigs.
   */
  private static final Map<String, String> FOR_LETTERS =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_DELETE,
          TopicConfig.RETENTION_MS_CONFIG,
          "-1",
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
          TimestampType.CREATE_TIME.name,
          TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG,
          Long.toString(Long.MAX_VALUE),
          TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
          Long.toString(Long.MAX_VALUE),
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          Integer.toString(128 << 20));

  private final Admin admin;
  private final Answers answers;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private volatile Optional<String> clusterId = Optional.empty();

  KafkaCluster(Admin admin, String bootstrapServers) {
    this.admin = admin;
    this.answers = new Answers(bootstrapServers, TIMEOUT);
  }

  /**
   * Connects.
   *
   * @throws SurroundingsException if no broker answers
   */
  static KafkaCluster connect(Settings settings) {
    Map<String, Object> config = adminConfig(settings.kafka().common());
    String servers = settings.kafka().common().getOrDefault("bootstrap.servers", "");
    KafkaCluster cluster = new KafkaCluster(create(config, servers), servers);
    try {
      cluster.clusterId =
          Optional.ofNullable(cluster.answers.of(cluster.admin.describeCluster().clusterId()));
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Kafka refuses a time for a call that is shorter than the one for each of its requests. */
  static Map<String, Object> adminConfig(Map<String, String> common) {
    String call = AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG;
    String request = AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG;
    int patience = (int) TIMEOUT.toMillis();
    Map<String, Object> config = new HashMap<>(common);
    config.putIfAbsent(call, Math.max(patience, milliseconds(common, request, 0)));
    config.putIfAbsent(request, Math.min(patience / 3, milliseconds(common, call, patience)));
    return config;
  }

  private static int milliseconds(Map<String, String> common, String name, int fallback) {
    return Integer.parseInt(common.getOrDefault(name, Integer.toString(fallback)).trim());
  }

  private static Admin create(Map<String, Object> config, String servers) {
    try {
      return Admin.create(config);
    } catch (KafkaException e) {
      throw unmade(servers, e);
    }
  }

  /** Words why a client could not be made; the reason is often several causes deep. */
  static SurroundingsException unmade(String servers, KafkaException failure) {
    List<String> why = new ArrayList<>();
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      why.add(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }
    return new SurroundingsException(
        "no client can be made for the Kafka cluster at "
            + servers
            + ": "
            + (why.isEmpty() ? failure.getMessage() : String.join(": ", why)),
        "check under streamlake.kafka that the names of the brokers resolve, and the files,"
            + " secrets and logins (sasl.jaas.config)",
        failure);
  }

  /**
   * The topics of the settings that exist.
   *
   * @throws SurroundingsException if a topic that is named does not exist
   */
  Set<String> topics(Topics topics) {
    Set<String> existing = answers.of(admin.listTopics().names());
    List<String> missing =
        topics.names().stream().filter(name -> !existing.contains(name)).toList();
    if (!missing.isEmpty()) {
      throw new SurroundingsException(
          "the cluster at "
              + answers.bootstrapServers()
              + " has no topic "
              + String.join(", ", missing),
          "create it, or correct streamlake.topics",
          null);
    }
    existing.removeIf(name -> !topics.includes(name));
    return existing;
  }

  /**
   * Creates a topic for dead letters unless it exists: with the broker's number of partitions and
   * replicas, and room for letters of every date and size.
   *
   * @throws SurroundingsException if that is not allowed
   */
  void createIfMissing(String topic) {
    if (answers.of(admin.listTopics().names()).contains(topic)) {
      return;
    }
    NewTopic wanted = new NewTopic(topic, Optional.empty(), Optional.empty()).configs(FOR_LETTERS);
    try {
      admin.createTopics(List.of(wanted)).all().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      awaitServed(topic);
      LOG.info("created the dead-letter topic {}, which keeps its letters for ever", topic);
    } catch (ExecutionException | TimeoutException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new SurroundingsException(
            "the dead-letter topic " + topic + " does not exist and cannot be created: " + e,
            "create it, or let this client create topics",
            e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw answers.missing(e);
    }
  }

  /**
   * Waits until the leaders of a new topic answer. An idempotent producer whose first batch comes
   * too early, while its second one does not, is refused as out of order until it gives up.
   */
  private void awaitServed(String topic) {
    try {
      endOffsets(List.of(topic), IsolationLevel.READ_UNCOMMITTED);
    } catch (SurroundingsException e) {
      LOG.warn("{} does not answer yet; its first letters may have to wait", topic, e);
    }
  }

  /**
   * Warns of each of some topics that does not exist, once it is known; does not wait for it.
   *
   * @param names topics that have existed
   */
  void warnOfGone(Collection<String> names) {
    admin
        .describeTopics(names)
        .topicNameValues()
        .forEach(
            (name, answer) -> {
              KafkaFuture<?> unused =
                  answer.whenComplete((found, failure) -> warnIfGone(name, failure));
            });
  }

  private static void warnIfGone(String topic, @Nullable Throwable failure) {
    if (failure instanceof UnknownTopicOrPartitionException) {
      LOG.warn(
          "topic {} was deleted: what was not landed of it is lost. Take it out of streamlake.topics,"
              + " or, if it is created again, see streamlake.raw-zone.accept-topic",
          topic);
    }
  }

  /** How many partitions some topics have together; 0 if that is not known. */
  int partitions(Collection<String> topics) {
    try {
      return answers.of(admin.describeTopics(topics).allTopicNames()).values().stream()
          .mapToInt(topic -> topic.partitions().size())
          .sum();
    } catch (SurroundingsException e) {
      LOG.debug("the number of partitions is not known", e); // what has to be known says so itself
      return 0;
    }
  }

  /** The ends of all partitions of some topics, as readers of an isolation level see them. */
  Map<TopicPartition, Long> endOffsets(Collection<String> topics, IsolationLevel isolation) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    answers
        .of(admin.describeTopics(topics).allTopicNames())
        .forEach(
            (topic, description) ->
                description
                    .partitions()
                    .forEach(
                        partition ->
                            wanted.put(
                                new TopicPartition(topic, partition.partition()),
                                OffsetSpec.latest())));
    Map<TopicPartition, ListOffsetsResultInfo> found =
        answers.of(admin.listOffsets(wanted, new ListOffsetsOptions(isolation)).all());
    Map<TopicPartition, Long> ends = new HashMap<>();
    found.forEach((id, info) -> ends.put(id, info.offset()));
    return ends;
  }

  /** Where logs end, as the settings' consumer sees them. */
  TopicLogs logs(Settings settings) {
    return new KafkaLogs(admin, answers, Wiring.isolation(settings), settings.kafka().groupId());
  }

  @Override
  public Optional<String> clusterId() {
    return clusterId;
  }

  /** Asked anew each time: a topic may be deleted and created again while this process lives. */
  @Override
  public Optional<String> topicId(String topic) {
    try {
      return Optional.ofNullable(
              admin
                  .describeTopics(List.of(topic))
                  .allTopicNames()
                  .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                  .get(topic))
          .map(found -> found.topicId().toString());
    } catch (ExecutionException | TimeoutException e) {
      boolean isGone = e.getCause() instanceof UnknownTopicOrPartitionException;
      tell(
          "id of " + topic,
          "the id of topic {} is not known ({}): that it was deleted and created again would not be"
              + " noticed. Let this client describe it",
          topic,
          isGone ? "it does not exist" : String.valueOf(e));
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public OptionalLong beginning(TopicPartition partition) {
    try {
      return OptionalLong.of(
          admin
              .listOffsets(Map.of(partition, OffsetSpec.earliest()))
              .partitionResult(partition)
              .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
              .offset());
    } catch (ExecutionException | TimeoutException e) {
      throw new StreamLakeException(partition + ": its first offset is not known: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamLakeException(partition + ": interrupted while asking for its beginning", e);
    }
  }

  /** Warns once of each thing. */
  private void tell(String about, String message, Object first, Object second) {
    if (told.add(about)) {
      LOG.warn(message, first, second);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
