package io.streamlake.core.loop;

import io.streamlake.core.BatchHandler;
import io.streamlake.core.CommitMode;
import io.streamlake.core.CommitPolicy;
import io.streamlake.core.DeadLetterLimit;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.DeferredHandler;
import io.streamlake.core.FailureClassifier;
import io.streamlake.core.Handler;
import io.streamlake.core.LoopObserver;
import io.streamlake.core.LostOffsetsPolicy;
import io.streamlake.core.NullKeys;
import io.streamlake.core.Ordering;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.RetryPolicy;
import io.streamlake.core.StartPolicy;
import io.streamlake.core.TimeSource;
import io.streamlake.core.decision.FlowControl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link ConsumerLoop}. Required are the consumer's configuration, topics or a pattern,
 * and a handler; everything else has a default. For use by one thread.
 */
public final class ConsumerLoopBuilder {

  private static final long MIB = 1L << 20;
  private static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(30);

  Map<String, ?> consumerConfig = Map.of();
  @Nullable Subscription subscription;
  PartitionHandler.@Nullable Factory handler;
  @Nullable BatchTaker batches;
  boolean isHandledByPartition;
  Ordering ordering = Ordering.PARTITION;
  NullKeys nullKeys = NullKeys.IN_ORDER;
  @Nullable DeadLetterSink deadLetters;
  @Nullable DeadLetterLimit deadLetterLimit;
  CommitPolicy commitPolicy = CommitPolicy.every(Duration.ofSeconds(5));
  CommitMode commitMode = CommitMode.ASYNC;
  CloseOptions.GroupMembershipOperation onClose = CloseOptions.GroupMembershipOperation.DEFAULT;
  RetryPolicy retryPolicy = RetryPolicy.defaults();
  FailureClassifier classifier = FailureClassifier.defaults();
  StartPolicy startPolicy = StartPolicy.earliest();
  LostOffsetsPolicy lostOffsetsPolicy = LostOffsetsPolicy.HOLD;
  int concurrency = Runtime.getRuntime().availableProcessors();
  ThreadFactory threads = WorkerThreads.platform();
  FlowControl.Limits bufferedBytes = new FlowControl.Limits("Bytes", 8 * MIB, 64 * MIB);
  FlowControl.@Nullable Limits inFlightRecords;
  Duration drainTimeout = DEFAULT_DRAIN_TIMEOUT;
  LoopObserver observer = event -> {};
  Duration stuckAfter = Watching.DEFAULTS.stuckAfter();
  TimeSource time = TimeSource.system();
  DoubleSupplier jitter = () -> ThreadLocalRandom.current().nextDouble();
  @Nullable Executor workers;
  Function<Map<String, Object>, Consumer<byte[], byte[]>> consumers = KafkaConsumer::new;

  ConsumerLoopBuilder() {}

  /**
   * Configures the Kafka consumer.
   *
   * @param config by Kafka's names; {@code bootstrap.servers} and {@code group.id} at least.
   *     Auto-commit, an offset reset and deserializers are refused.
   * @return this
   */
  public ConsumerLoopBuilder consumerConfig(Map<String, ?> config) {
    this.consumerConfig = Map.copyOf(config);
    return this;
  }

  /**
   * Names the topics.
   *
   * @param topics at least one
   * @return this
   */
  public ConsumerLoopBuilder topics(String... topics) {
    return topics(List.of(topics));
  }

  /**
   * Names the topics.
   *
   * @param topics at least one
   * @return this
   */
  public ConsumerLoopBuilder topics(List<String> topics) {
    this.subscription = new Subscription.Topics(topics);
    return this;
  }

  /**
   * Consumes every topic whose whole name matches.
   *
   * @param pattern a regular expression
   * @return this
   */
  public ConsumerLoopBuilder topicPattern(Pattern pattern) {
    this.subscription = new Subscription.Matching(pattern);
    return this;
  }

  /**
   * Handles each record with a handler whose return means that the record is safe.
   *
   * @param handler used by all partitions, from several threads
   * @return this
   */
  public ConsumerLoopBuilder handler(Handler handler) {
    return handler(HandlerAdapters.direct(handler), false);
  }

  /**
   * Handles each record with a handler that promises safety for later.
   *
   * @param deferred used by all partitions, from several threads
   * @return this
   */
  public ConsumerLoopBuilder deferredHandler(DeferredHandler deferred) {
    return handler(HandlerAdapters.deferred(deferred), false);
  }

  /**
   * Makes a handler with a life cycle for each assignment of each partition.
   *
   * @param factory called on the poll thread
   * @return this
   */
  public ConsumerLoopBuilder partitionHandlers(PartitionHandler.Factory factory) {
    return handler(factory, true);
  }

  /**
   * Handles many records of a partition at once with a handler whose return means that all of them
   * are safe.
   *
   * @param maxRecords how many at the most, at least 1; what one poll returned of the partition
   *     bounds them too, see the consumer's {@code max.poll.records}
   * @param handler used by all partitions, from several threads
   * @return this
   */
  public ConsumerLoopBuilder batchHandler(int maxRecords, BatchHandler handler) {
    if (maxRecords < 1) {
      throw new IllegalArgumentException("maxRecords must be at least 1: " + maxRecords);
    }
    BatchTaker taker = new BatchTaker(handler, maxRecords);
    handler(assignment -> taker, true);
    this.batches = taker;
    return this;
  }

  private ConsumerLoopBuilder handler(PartitionHandler.Factory factory, boolean byPartition) {
    this.handler = factory;
    this.isHandledByPartition = byPartition;
    this.batches = null;
    return this;
  }

  /**
   * Takes what cannot be handled. Without a sink nothing is given up: the lane is held.
   *
   * @param sink closed with the loop
   * @return this
   */
  public ConsumerLoopBuilder deadLetters(DeadLetterSink sink) {
    this.deadLetters = sink;
    return this;
  }

  /**
   * Holds a partition when too many of its records become dead letters; there is no limit if not
   * said otherwise.
   *
   * @param limit how many are too many
   * @return this
   */
  public ConsumerLoopBuilder deadLetterLimit(DeadLetterLimit limit) {
    this.deadLetterLimit = limit;
    return this;
  }

  /**
   * Decides when to commit; every 5 s if not said otherwise.
   *
   * @param policy called on the poll thread
   * @return this
   */
  public ConsumerLoopBuilder commitPolicy(CommitPolicy policy) {
    this.commitPolicy = policy;
    return this;
  }

  /**
   * Decides whether the loop waits for its commits; it does not if not said otherwise.
   *
   * @param mode the mode
   * @return this
   */
  public ConsumerLoopBuilder commitMode(CommitMode mode) {
    this.commitMode = mode;
    return this;
  }

  /**
   * Decides whether this member leaves its group when the loop closes (KIP-1092). If not said
   * otherwise a dynamic member leaves, so that others take over at once, and a static member, one
   * with a {@code group.instance.id}, remains until its session times out, so that a restart moves
   * no partition.
   *
   * @param operation leave or remain
   * @return this
   */
  public ConsumerLoopBuilder onClose(CloseOptions.GroupMembershipOperation operation) {
    this.onClose = operation;
    return this;
  }

  /**
   * Decides how often and how soon to try again.
   *
   * @param policy the policy
   * @return this
   */
  public ConsumerLoopBuilder retryPolicy(RetryPolicy policy) {
    this.retryPolicy = policy;
    return this;
  }

  /**
   * Sorts failures; what it does not know goes to {@link FailureClassifier#defaults}, and what they
   * do not know is retryable.
   *
   * @param first asked first
   * @return this
   */
  public ConsumerLoopBuilder failureClassifier(FailureClassifier first) {
    this.classifier = first.orElse(FailureClassifier.defaults());
    return this;
  }

  /**
   * Decides where to start partitions of topics that the group has never read; at earliest if not
   * said otherwise.
   *
   * @param policy the policy
   * @return this
   */
  public ConsumerLoopBuilder startPolicy(StartPolicy policy) {
    this.startPolicy = policy;
    return this;
  }

  /**
   * Decides what to do when offsets are gone before they were read; the partition is held if not
   * said otherwise.
   *
   * @param policy the policy
   * @return this
   */
  public ConsumerLoopBuilder lostOffsetsPolicy(LostOffsetsPolicy policy) {
    this.lostOffsetsPolicy = policy;
    return this;
  }

  /**
   * Says which records wait for each other; those of a partition if not said otherwise. All but
   * {@link Ordering#PARTITION} need a {@link #handler} or a {@link #deferredHandler}: partition and
   * batch handlers live with their partition.
   *
   * @param order which records keep their order
   * @return this
   */
  public ConsumerLoopBuilder ordering(Ordering order) {
    this.ordering = order;
    return this;
  }

  /**
   * Says what {@link Ordering#KEY} makes of records without a key; they stay in order if not said
   * otherwise.
   *
   * @param order what becomes of null keys
   * @return this
   */
  public ConsumerLoopBuilder nullKeys(NullKeys order) {
    this.nullKeys = order;
    return this;
  }

  /**
   * How many handler calls run at the same time; the number of cores if not said otherwise. A
   * partition takes part with one of them, or with as many as it has keys ({@link Ordering#KEY}) or
   * records ({@link Ordering#UNORDERED}) to handle.
   *
   * @param threads at least 1
   * @return this
   */
  public ConsumerLoopBuilder concurrency(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + threads);
    }
    this.concurrency = threads;
    return this;
  }

  /**
   * Makes the workers virtual threads (JEP 444), for handlers that block: hundreds of them cost
   * little memory then. {@link #concurrency} still bounds how many handler calls run at the same
   * time.
   *
   * @return this
   * @throws UnsupportedOperationException on a JVM without virtual threads, that is before Java 21
   */
  public ConsumerLoopBuilder virtualThreads() {
    this.threads =
        WorkerThreads.virtual()
            .orElseThrow(
                () ->
                    new UnsupportedOperationException(
                        "virtual threads need Java 21 or later, this is Java "
                            + Runtime.version().feature()));
    return this;
  }

  /**
   * Bounds what is fetched and not handled, in bytes: 8 MiB a partition and 64 MiB in all if not
   * said otherwise, each to be passed by one fetch at most. Partitions that are held count up to
   * half of the total, so they never stop the others; what is held after that keeps one fetch each.
   *
   * @param partitionBytes for one partition, at least 1
   * @param totalBytes for all partitions, at least 1
   * @return this
   */
  public ConsumerLoopBuilder bufferLimits(long partitionBytes, long totalBytes) {
    this.bufferedBytes = new FlowControl.Limits("Bytes", partitionBytes, totalBytes);
    return this;
  }

  /**
   * Bounds what is fetched and not safe yet, in records: 50,000 a partition and 500,000 in all if
   * not said otherwise, each to be passed by one fetch at most. {@link #partitionHandlers} are not
   * bounded so unless it is said: they see to it themselves with {@link
   * io.streamlake.core.Assignment#pause}, and may well defer millions of records of one file.
   *
   * @param partitionRecords for one partition, at least 1
   * @param totalRecords for all partitions, at least 1
   * @return this
   */
  public ConsumerLoopBuilder inFlightLimits(long partitionRecords, long totalRecords) {
    this.inFlightRecords = new FlowControl.Limits("Records", partitionRecords, totalRecords);
    return this;
  }

  /**
   * How long a revocation may wait for what is in flight; 30 s if not said otherwise, and half of
   * {@code max.poll.interval.ms} at most.
   *
   * @param timeout the longest wait
   * @return this
   */
  public ConsumerLoopBuilder drainTimeout(Duration timeout) {
    this.drainTimeout = timeout;
    return this;
  }

  /**
   * Adds an observer for metrics and logs.
   *
   * @param added told after those that were added before, though they throw
   * @return this
   */
  public ConsumerLoopBuilder observer(LoopObserver added) {
    this.observer = observer.and(added);
    return this;
  }

  /**
   * How long a record may be in its handler before a warning with the handler's stack is logged,
   * once for each attempt, and {@link ConsumerLoop#health} says so; 1 min if not said otherwise.
   * Nothing else happens: a handler may take as long as it needs.
   *
   * @param age longer than zero
   * @return this
   */
  public ConsumerLoopBuilder stuckRecordWarning(Duration age) {
    if (age.isNegative() || age.isZero()) {
      throw new IllegalArgumentException("age must be longer than zero: " + age);
    }
    this.stuckAfter = age;
    return this;
  }

  /**
   * Replaces the clocks, for tests.
   *
   * @param source where to read time
   * @return this
   */
  public ConsumerLoopBuilder timeSource(TimeSource source) {
    this.time = source;
    return this;
  }

  /**
   * Replaces the worker threads; the executor bounds how many handler calls run at the same time
   * then, {@link #concurrency} only how many of them one partition may ask for, and the executor is
   * not closed with the loop.
   *
   * @param executor runs the lanes
   * @return this
   */
  public ConsumerLoopBuilder workers(Executor executor) {
    this.workers = executor;
    return this;
  }

  /**
   * Replaces the Kafka consumer, for tests.
   *
   * @param factory makes a consumer from its complete configuration
   * @return this
   */
  public ConsumerLoopBuilder consumerFactory(
      Function<Map<String, Object>, Consumer<byte[], byte[]>> factory) {
    this.consumers = factory;
    return this;
  }

  /**
   * Replaces the chance that spreads retries, for simulations that have to repeat themselves.
   *
   * @param source from 0, the shortest wait of a backoff, up to but not 1, the longest; called from
   *     several threads
   * @return this
   */
  public ConsumerLoopBuilder jitter(DoubleSupplier source) {
    this.jitter = source;
    return this;
  }

  /**
   * Builds the loop; the consumer is made here, nothing is consumed yet.
   *
   * @return the loop
   * @throws IllegalArgumentException if something is missing or refused, with every reason
   * @throws org.apache.kafka.common.KafkaException if the consumer cannot be made
   */
  public ConsumerLoop build() {
    return new LoopAssembly(this).build();
  }
}
