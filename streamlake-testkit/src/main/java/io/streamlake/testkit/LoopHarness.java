package io.streamlake.testkit;

import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.Handler;
import io.streamlake.core.loop.CloseReport;
import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.core.loop.ConsumerLoopBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Runs a handler in a real {@link ConsumerLoop}, over a log and a group in memory, on the test's
 * own thread and in virtual time: turn by turn, through crashes, restarts and rebalances.
 *
 * <p>Workers run after each turn, and whenever the loop waits. Commands return the harness itself.
 * For use by one thread.
 */
public final class LoopHarness {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final VirtualTime time;
  private final TestLog log;
  private final TestGroup group;
  private final StepExecutor workers;
  private final List<Consumer<ConsumerLoopBuilder>> settings = new ArrayList<>();
  private @Nullable RunningLoop running;

  private LoopHarness(VirtualTime time, TestLog log, TestGroup group, StepExecutor workers) {
    this.time = time;
    this.log = log;
    this.group = group;
    this.workers = workers;
    time.attach(workers);
  }

  /**
   * Prepares a loop over a new log with one topic, its workers in order.
   *
   * @param topic the topic's name
   * @param partitions how many it has
   * @return a harness that has not started
   */
  public static LoopHarness over(String topic, int partitions) {
    return over(topic, partitions, StepExecutor.inOrder());
  }

  /**
   * Prepares a loop over a new log with one topic.
   *
   * @param topic the topic's name
   * @param partitions how many it has
   * @param workers runs the handlers, for example {@link StepExecutor#seeded}
   * @return a harness that has not started
   */
  public static LoopHarness over(String topic, int partitions, StepExecutor workers) {
    VirtualTime time = new VirtualTime();
    TestLog log = new TestLog(time).topic(topic, partitions);
    return new LoopHarness(time, log, new TestGroup("testers", log, time), workers)
        .with(loop -> loop.topics(topic));
  }

  /**
   * Prepares another loop of the same group over the same log: another process.
   *
   * @return a harness with this one's settings that has not started
   */
  public LoopHarness peer() {
    LoopHarness peer = new LoopHarness(time, log, group, StepExecutor.inOrder());
    peer.settings.addAll(settings);
    return peer;
  }

  /**
   * Changes how the loop is built; later changes win.
   *
   * @param change applied at each start; the consumer, the clocks and the workers are the harness's
   */
  public LoopHarness with(Consumer<ConsumerLoopBuilder> change) {
    settings.add(change);
    return this;
  }

  /**
   * Sets the handler.
   *
   * @param handler as for {@link ConsumerLoopBuilder#handler}
   */
  public LoopHarness handler(Handler handler) {
    return with(builder -> builder.handler(handler));
  }

  /**
   * Sets the dead letters' sink.
   *
   * @param sink as for {@link ConsumerLoopBuilder#deadLetters}
   */
  public LoopHarness deadLetters(DeadLetterSink sink) {
    return with(builder -> builder.deadLetters(sink));
  }

  /** Starts the loop and gives it every partition of the log. */
  public LoopHarness start() {
    if (running != null) {
      throw new IllegalStateException("the loop runs already; crash it or shut it down first");
    }
    ConsumerLoopBuilder builder =
        ConsumerLoop.builder().consumerConfig(Map.of("group.id", group.id()));
    settings.forEach(change -> change.accept(builder));
    List<LogConsumer> made = new ArrayList<>();
    builder.timeSource(time).workers(workers).consumerFactory(config -> remember(config, made));
    ConsumerLoop loop = builder.build();
    running = new RunningLoop(loop, made.get(0), workers, group, time);
    return assignAll();
  }

  private LogConsumer remember(Map<String, Object> config, List<LogConsumer> made) {
    LogConsumer consumer = group.consumer(config);
    made.add(consumer);
    return consumer;
  }

  /** Gives this loop every partition of the log, taking them from whoever has them. */
  public LoopHarness assignAll() {
    Set<TopicPartition> all = new HashSet<>();
    log.topics().forEach(topic -> all.addAll(log.partitions(topic)));
    return assign(all);
  }

  /**
   * Gives this loop exactly these partitions, taking them from whoever has them.
   *
   * @param partitions what it has after its next turns
   */
  public LoopHarness assign(Collection<TopicPartition> partitions) {
    group.assign(consumer(), partitions);
    return this;
  }

  /**
   * Takes partitions away from this loop; it learns of it in its next turn.
   *
   * @param partitions what nobody has from then on
   */
  public LoopHarness revoke(TopicPartition... partitions) {
    Set<TopicPartition> rest = new HashSet<>(group.target(consumer()));
    rest.removeAll(List.of(partitions));
    return assign(rest);
  }

  /**
   * Does one turn, then runs the workers until they have nothing left.
   *
   * @return whether there is another turn
   */
  public boolean turn() {
    return running().turn();
  }

  /**
   * Does some turns.
   *
   * @param count how many, fewer if the loop ends
   */
  public LoopHarness turns(int count) {
    running().turns(count);
    return this;
  }

  /**
   * Does turns for a while.
   *
   * @param duration of virtual time
   * @throws IllegalStateException if the loop ends, with its failure as cause
   */
  public LoopHarness runFor(Duration duration) {
    running().runFor(duration);
    return this;
  }

  /**
   * Does turns until something is so.
   *
   * @param condition asked before each turn
   * @throws IllegalStateException if the loop ends, with its failure as cause, or it never is so
   */
  public LoopHarness runUntil(BooleanSupplier condition) {
    running().runUntil(condition);
    return this;
  }

  /**
   * Does turns until nothing has moved for a minute of virtual time: no position, no committed
   * offset. What is held, or waits for the test, does not move.
   *
   * @throws IllegalStateException if the loop ends, with its failure as cause, or it never is idle,
   *     as where a partition starts anew again and again
   */
  public LoopHarness runUntilIdle() {
    running().runUntilIdle();
    return this;
  }

  /** Lets the process die: no flush, no commit, no goodbye. Its partitions are free. */
  public LoopHarness crash() {
    running().crash();
    running = null;
    return this;
  }

  /** Crashes the loop and starts another one with the same settings. */
  public LoopHarness restart() {
    return crash().start();
  }

  /**
   * Closes the loop in order, as SIGTERM does.
   *
   * @return how it ended
   */
  public CloseReport shutdown() {
    CloseReport report = running().shutdown(CLOSE_TIMEOUT);
    running = null;
    return report;
  }

  /**
   * What the group has committed.
   *
   * @param partition where
   * @return the next offset to read, empty if nothing is committed
   */
  public OptionalLong committed(TopicPartition partition) {
    return group
        .committed(partition)
        .map(offset -> OptionalLong.of(offset.offset()))
        .orElseGet(OptionalLong::empty);
  }

  /** The log that the loop reads, to append to. */
  public TestLog log() {
    return log;
  }

  /** The group that the loop is in, to assign, fence and fail. */
  public TestGroup group() {
    return group;
  }

  /** The loop's clock, to move. */
  public VirtualTime time() {
    return time;
  }

  /**
   * The loop's consumer.
   *
   * @return the present one, another after a restart
   * @throws IllegalStateException if no loop runs
   */
  public LogConsumer consumer() {
    return running().consumer();
  }

  /**
   * The loop.
   *
   * @return the present one, another after a restart
   * @throws IllegalStateException if no loop runs
   */
  public ConsumerLoop loop() {
    return running().loop();
  }

  private RunningLoop running() {
    if (running == null) {
      throw new IllegalStateException("no loop runs; start it first");
    }
    return running;
  }
}
