package io.streamlake.core.loop;

import io.streamlake.core.LoopEvent;
import io.streamlake.core.LostOffsetsException;
import io.streamlake.core.decision.LoopHealth;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes Kafka and never loses a record: an offset is committed only when everything below it is
 * handled or dead-lettered.
 *
 * <p>A loop is used once: {@link #builder}, {@link #start}, {@link #close}. All methods but {@link
 * #turn} are safe for use from any thread.
 * <!-- snippet: run -->
 *
 * <pre>{@code
 * loop.start(); // consumes on a thread of its own
 * Runtime.getRuntime().addShutdownHook(new Thread(loop::close)); // drains, commits, leaves
 * }</pre>
 */
public final class ConsumerLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ConsumerLoop.class);
  private static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration CONSUMER_CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final LoopParts parts;
  private volatile LoopState state = LoopState.CREATED;
  private final AtomicBoolean isStarted = new AtomicBoolean();
  private final CompletableFuture<CloseReport> termination = new CompletableFuture<>();
  // one for all who ask: each of its own would stay with the loop until its end
  private final CompletionStage<CloseReport> ending = termination.minimalCompletionStage();
  private final StatusRequests statusRequests;
  private volatile @Nullable Duration closeTimeout;
  private volatile @Nullable Thread turning;
  private volatile @Nullable Throwable failure;

  ConsumerLoop(LoopParts parts) {
    this.parts = parts;
    this.statusRequests = new StatusRequests(parts.inbox(), parts.pollLoop()::status);
  }

  /**
   * Begins to describe a loop.
   *
   * @return an empty description
   */
  public static ConsumerLoopBuilder builder() {
    return new ConsumerLoopBuilder();
  }

  /**
   * Starts consuming on a thread of its own.
   *
   * @return this loop
   * @throws IllegalStateException if it was started before
   * @throws org.apache.kafka.common.KafkaException if the consumer cannot subscribe; the loop has
   *     ended then
   */
  public ConsumerLoop start() {
    begin();
    Thread thread = new Thread(this::run, "streamlake-poll-" + parts.group());
    try {
      thread.start();
    } catch (Throwable e) { // no memory for a thread: nobody would ever turn
      end(Duration.ZERO, e);
      throw e;
    }
    return this;
  }

  private void run() {
    boolean goesOn = true;
    while (goesOn) {
      goesOn = turn();
    }
  }

  private void begin() {
    if (!isStarted.compareAndSet(false, true)) {
      throw new IllegalStateException("a loop can be started once only");
    }
    state = LoopState.RUNNING;
    try {
      parts.pollLoop().subscribe();
      tell(new LoopEvent.Started());
    } catch (Throwable e) { // a missing class, too, must not leave it running for ever
      end(Duration.ZERO, e);
      throw e;
    }
  }

  /**
   * Does one turn on the calling thread, for those who bring the thread themselves, as simulations
   * do: the first turn starts the loop, the last one closes it. Always call it from the same
   * thread, and do not call {@link #start}.
   *
   * @return whether there is another turn
   */
  public boolean turn() {
    turning = Thread.currentThread();
    try {
      return turnOnce();
    } finally {
      turning = null;
    }
  }

  private boolean turnOnce() {
    if (!isStarted.get()) {
      begin();
    }
    if (termination.isDone()) {
      return false;
    }
    try {
      Duration timeout = closeTimeout;
      if (timeout != null) {
        end(timeout, null);
        return false;
      }
      parts.pollLoop().turn();
      return true;
    } catch (InterruptException e) {
      end(Duration.ZERO, e);
      return false;
    } catch (Throwable e) { // a dead loop must be seen: in state, future and log
      // behind lost offsets lies what may exist nowhere else any more
      end(e instanceof LostOffsetsException ? DEFAULT_CLOSE_TIMEOUT : CONSUMER_CLOSE_TIMEOUT, e);
      return false;
    }
  }

  /** Ordered steps; each runs even if the one before it failed. */
  private void end(Duration timeout, @Nullable Throwable cause) {
    failure = cause;
    state = cause == null ? LoopState.CLOSING : LoopState.FAILED;
    CloseSteps steps = new CloseSteps(cause);
    long deadline = parts.time().nanoTime() + timeout.toNanos();
    CompletableFuture<CloseReport> report = new CompletableFuture<>();
    steps.run(() -> report.complete(parts.pollLoop().close(deadline)));
    steps.run(
        () ->
            parts
                .consumer()
                .close(
                    CloseOptions.timeout(CONSUMER_CLOSE_TIMEOUT)
                        .withGroupMembershipOperation(parts.onClose())));
    parts.owned().forEach(owned -> steps.run(owned::close));
    @Nullable Throwable ended = steps.failure();
    failure = ended;
    statusRequests.end();
    tell(new LoopEvent.Ended(Optional.ofNullable(ended)));
    if (ended == null) {
      state = LoopState.CLOSED;
      termination.complete(report.join());
      return;
    }
    LOG.error("the loop ended: {}", ended.toString(), ended);
    state = LoopState.FAILED;
    termination.completeExceptionally(ended);
  }

  private void tell(LoopEvent event) {
    parts.pollLoop().vitals().announcer().on(event);
  }

  /**
   * Says how far each partition is.
   *
   * @return completes on the next turn with the partitions that this consumer has, in no order;
   *     with none when the loop has ended
   */
  public CompletionStage<List<PartitionStatus>> status() {
    return statusRequests.ask();
  }

  /**
   * Asks the handlers of all partitions to make safe soon what they have accepted, and goes on
   * consuming: {@link io.streamlake.core.PartitionHandler#flush} is called on each lane.
   */
  public void flush() {
    parts.inbox().post(parts.pollLoop()::flush);
  }

  /**
   * Where the loop is in its life.
   *
   * @return the state
   */
  public LoopState state() {
    return state;
  }

  /**
   * How the loop is. Does not wait for the poll thread, so that one that is blocked or dead shows.
   *
   * @return up; degraded where partitions are held, records are stuck, or commits or polls have
   *     been failing for a while; down where it does not consume: not started, closing, closed,
   *     failed, or its poll thread has not come round for {@code max.poll.interval.ms}
   */
  public LoopHealth health() {
    return switch (state) {
      case CREATED -> LoopHealth.resting("the loop has not been started");
      case RUNNING -> parts.pollLoop().vitals().health();
      case CLOSING -> LoopHealth.resting("the loop is closing");
      case CLOSED -> LoopHealth.dead("the loop is closed");
      case FAILED -> LoopHealth.dead("the loop has failed: " + failure);
    };
  }

  /**
   * Says which records have been in their handler for so long, though their partition may have left
   * meanwhile. Does not wait for the poll thread. Records that wait in the buffer, or were accepted
   * by a deferred handler, are not in a handler.
   *
   * @param olderThan since the handler began with the record; zero for all
   * @return the records with what their threads are doing, in no order
   */
  public List<StuckRecord> stuckRecords(Duration olderThan) {
    return parts.pollLoop().vitals().stuck(olderThan);
  }

  /**
   * Stops fetching from partitions with the next turn; what has been fetched is still handled and
   * committed. The pause belongs to the partition in this process: it stays, through rebalances and
   * restarts of the partition, until {@link #resume}, and may be asked for before the partition is
   * assigned. Another process that gets the partition fetches from it.
   *
   * @param partitions assigned or not
   */
  public void pause(Collection<TopicPartition> partitions) {
    parts.pollLoop().userPauses().pause(partitions);
  }

  /**
   * Ends {@link #pause} with the next turn; what is paused for another reason stays paused.
   *
   * @param partitions paused or not
   */
  public void resume(Collection<TopicPartition> partitions) {
    parts.pollLoop().userPauses().resume(partitions);
  }

  /**
   * The end of the loop.
   *
   * @return completes with a report when the loop was closed, or exceptionally with what ended it
   */
  public CompletionStage<CloseReport> termination() {
    return ending;
  }

  /** How many stages wait for the loop's end. */
  int waitingForTheEnd() {
    return termination.getNumberOfDependents();
  }

  /**
   * Asks the loop to end: it takes no further record, lets what is in flight become safe, commits,
   * and leaves the group. Returns at once; {@link #termination} tells the end. A second call
   * changes nothing.
   *
   * @param timeout how long to wait for what is in flight
   */
  public void shutdown(Duration timeout) {
    if (closeTimeout == null) {
      closeTimeout = timeout;
    }
    if (isStarted.compareAndSet(false, true)) {
      end(Duration.ZERO, null);
    }
  }

  /**
   * Ends the loop within 30 s and waits for its end; a failure of the loop is not thrown here. On
   * the poll thread itself, in a factory of handlers or a policy for instance, it only asks for the
   * end: the turn that calls it has to return first.
   */
  @Override
  public void close() {
    shutdown(DEFAULT_CLOSE_TIMEOUT);
    if (Thread.currentThread() == turning) {
      return;
    }
    termination.exceptionally(failure -> new CloseReport(List.of())).join();
  }
}
