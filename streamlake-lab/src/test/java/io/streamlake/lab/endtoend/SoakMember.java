package io.streamlake.lab.endtoend;

import io.streamlake.core.Assignment;
import io.streamlake.core.CommitPolicy;
import io.streamlake.core.LoopEvent;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Settlement;
import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.lab.endtoend.MemberJournal.Entry;
import io.streamlake.lab.endtoend.MemberJournal.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A process that runs one loop until it is killed, and writes down what it has handled. It ends
 * when the loop does, which is a failure, and with its parent.
 */
final class SoakMember {

  /** Enough for a few turns of the loop: what is promised is in flight when the process dies. */
  private static final long PROMISE_MILLIS = 20;

  private static final int LOOP_ENDED = 3;
  private static final int ORPHANED = 70;

  private SoakMember() {}

  /**
   * Runs it.
   *
   * @param arguments the journal's path, the topic, whether handling is deferred, and the
   *     consumer's configuration as key=value
   */
  public static void main(String[] arguments) throws IOException {
    MemberJournal journal = MemberJournal.begin(Path.of(arguments[0]));
    boolean isDeferred = Boolean.parseBoolean(arguments[2]);
    Map<String, Object> config = new HashMap<>();
    for (int i = 3; i < arguments.length; i++) {
      String[] entry = arguments[i].split("=", 2);
      config.put(entry[0], entry[1]);
    }
    Executor later = Executors.newSingleThreadExecutor();
    ConsumerLoop loop =
        ConsumerLoop.builder()
            .consumerConfig(config)
            .topics(arguments[1])
            .partitionHandlers(
                assignment -> new Journaling(journal, assignment, isDeferred ? later : null))
            .commitPolicy(CommitPolicy.every(SoakSettings.COMMIT_INTERVAL))
            .bufferLimits(SoakSettings.PARTITION_BYTES, SoakSettings.TOTAL_BYTES)
            .concurrency(2)
            .observer(event -> noteCommit(journal, event))
            .build()
            .start();
    loop.termination()
        .whenComplete(
            (report, failure) -> {
              System.err.println("the loop ended: " + report + " " + failure);
              Runtime.getRuntime().halt(LOOP_ENDED);
            });
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
    Runtime.getRuntime().halt(ORPHANED);
  }

  /** A commit's time is when it was sent: what is settled later is not in it. */
  private static void noteCommit(MemberJournal journal, LoopEvent event) {
    if (event instanceof LoopEvent.CommitAnswered commit) {
      Kind kind = commit.failure().isEmpty() ? Kind.COMMITTED : Kind.REFUSED;
      long sentAtMillis = System.currentTimeMillis() - commit.latency().toMillis() - 1;
      commit
          .offsets()
          .forEach((id, offset) -> journal.note(kind, id, offset, Entry.NONE, sentAtMillis));
    }
  }

  /** Writes a record down before it calls it safe: at once, or a little later. */
  private static final class Journaling implements PartitionHandler {

    private final MemberJournal journal;
    private final Assignment assignment;
    private final @Nullable Executor later;

    Journaling(MemberJournal journal, Assignment assignment, @Nullable Executor later) {
      this.journal = journal;
      this.assignment = assignment;
      this.later = later;
      note(Kind.ASSIGNED, Entry.NONE);
    }

    @Override
    public CompletionStage<OptionalLong> start(Optional<OffsetAndMetadata> committed) {
      note(Kind.TOLD, committed.map(OffsetAndMetadata::offset).orElse(Entry.NONE));
      return CompletableFuture.completedStage(OptionalLong.empty());
    }

    @Override
    public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) {
      if (later == null) {
        note(Kind.HANDLED, record.offset());
        return Settlement.NOW;
      }
      note(Kind.TAKEN, record.offset());
      return CompletableFuture.runAsync(
          () -> note(Kind.HANDLED, record.offset()),
          CompletableFuture.delayedExecutor(PROMISE_MILLIS, TimeUnit.MILLISECONDS, later));
    }

    @Override
    public CompletionStage<?> flush() {
      note(Kind.FLUSHED, Entry.NONE);
      return Settlement.NOW;
    }

    @Override
    public void dropped() {
      note(Kind.DROPPED, Entry.NONE);
    }

    private void note(Kind kind, long offset) {
      journal.note(kind, assignment.partition(), offset, assignment.epoch());
    }
  }
}
