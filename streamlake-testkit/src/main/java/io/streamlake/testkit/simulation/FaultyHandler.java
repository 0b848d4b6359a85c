package io.streamlake.testkit.simulation;

import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Settlement;
import io.streamlake.testkit.guarantee.Handling;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/** Puts faults around the handler of one epoch, and tells the history what really became safe. */
final class FaultyHandler implements PartitionHandler {

  private static final Duration LONGEST_PROMISE = Duration.ofSeconds(20);
  private static final Duration LONGEST_START = Duration.ofSeconds(3);

  private final PartitionHandler handler;
  private final World world;
  private final Faults faults;
  private final Testimony testimony;
  private final Map<ConsumerRecord<byte[], byte[]>, Testimony> failed;
  private @Nullable Promise late;
  private @Nullable CompletionStage<?> source;
  private @Nullable Promise passedOn;

  FaultyHandler(
      PartitionHandler handler,
      Faults faults,
      Testimony own,
      Map<ConsumerRecord<byte[], byte[]>, Testimony> failed) {
    this.handler = handler;
    this.world = own.world();
    this.faults = faults;
    this.testimony = own;
    this.failed = failed;
  }

  @Override
  public CompletionStage<OptionalLong> start(Optional<OffsetAndMetadata> committed) {
    if (faults.strikes(Fault.START_FAILS)) {
      return CompletableFuture.failedStage(new IOException("simulated: no start"));
    }
    CompletionStage<OptionalLong> start = handler.start(committed);
    if (!faults.strikes(Fault.START_LATE)) {
      return start;
    }
    CompletableFuture<@Nullable Void> delay = new CompletableFuture<>();
    world.time().schedule(world.dice().upTo(LONGEST_START), () -> delay.complete(null));
    return start.thenCombine(delay, (answer, nothing) -> answer);
  }

  @Override
  public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) throws Exception {
    testimony.tell(Handling.Kind.TRIED, record);
    try {
      faults.throwBefore(record);
      CompletionStage<?> safe = handler.accept(record);
      if (faults.strikes(Fault.FAILS_AFTER)) {
        throw new IOException("simulated: handled, but failed");
      }
      return promise(record, safe);
    } catch (Exception e) {
      testimony.tell(Handling.Kind.FAILED, record);
      failed.put(record, testimony);
      throw e;
    }
  }

  private CompletionStage<?> promise(
      ConsumerRecord<byte[], byte[]> record, CompletionStage<?> safe) {
    if (safe != Settlement.NOW) {
      return passOn(record, safe).stage();
    }
    if (!faults.strikes(Fault.LATE)) {
      testimony.tell(Handling.Kind.DONE, record);
      return Settlement.NOW;
    }
    return promiseLate(record).stage();
  }

  /** Records that share a stage go on to share one. */
  private Promise passOn(ConsumerRecord<byte[], byte[]> record, CompletionStage<?> safe) {
    Promise present = passedOn;
    if (present != null && present.isOpen() && source == safe) {
      present.add(record);
      return present;
    }
    Promise promise = new Promise(testimony);
    promise.add(record);
    source = safe;
    passedOn = promise;
    safe.whenComplete(
        (nothing, failure) -> {
          if (failure == null) {
            promise.keep();
          } else {
            promise.breakUp(failure);
          }
        });
    return promise;
  }

  private Promise promiseLate(ConsumerRecord<byte[], byte[]> record) {
    Promise present = late;
    if (present != null && present.isOpen() && world.dice().chance(0.5)) {
      present.add(record);
      return present;
    }
    Promise promise = new Promise(testimony);
    promise.add(record);
    late = promise;
    Runnable end = faults.strikes(Fault.BROKEN_PROMISE) ? promise::breakUp : promise::keep;
    world.time().schedule(world.dice().upTo(LONGEST_PROMISE), end);
    return promise;
  }

  @Override
  public void advanced(long position) {
    handler.advanced(position);
  }

  @Override
  public CompletionStage<?> deadLettered(ConsumerRecord<byte[], byte[]> record) {
    return handler.deadLettered(record);
  }

  @Override
  public CompletionStage<?> skipped(ConsumerRecord<byte[], byte[]> record) {
    return handler.skipped(record);
  }

  /** Makes safe at once what was promised for later, or fails. */
  @Override
  public CompletionStage<?> flush() {
    if (faults.strikes(Fault.FLUSH_FAILS)) {
      return CompletableFuture.failedStage(new IOException("simulated: no flush"));
    }
    Promise present = late;
    if (present != null && world.dice().chance(0.5)) {
      present.keep();
    }
    return handler.flush();
  }

  @Override
  public void dropped() {
    testimony.tell(Handling.Kind.DROPPED);
    handler.dropped();
  }

  @Override
  public String commitMetadata(long offset) {
    return handler.commitMetadata(offset);
  }
}
