package io.streamlake.core.loop;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.FailureClassifier;
import io.streamlake.core.InvalidRecordException;
import io.streamlake.core.RetryPolicy;
import io.streamlake.core.TimeSource;
import io.streamlake.core.decision.Backoff;
import io.streamlake.core.decision.FailureDecision;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** How all lanes of a loop deal with failures. Safe for use by several threads. */
record FailureHandling(
    FailureClassifier classifier,
    RetryPolicy retryPolicy,
    Optional<DeadLetterSink> sink,
    String group,
    TimeSource time,
    DoubleSupplier jitter) {

  /** Spreads retries by chance. */
  FailureHandling(
      FailureClassifier classifier,
      RetryPolicy retryPolicy,
      Optional<DeadLetterSink> sink,
      String group,
      TimeSource time) {
    this(
        classifier, retryPolicy, sink, group, time, () -> ThreadLocalRandom.current().nextDouble());
  }

  FailureDecision decide(Exception failure, int attempts) {
    return FailureDecision.of(failure, attempts, classifier, retryPolicy, sink.isPresent());
  }

  Duration backoff(int attempts) {
    return Backoff.after(
        retryPolicy.initialBackoff(), retryPolicy.maxBackoff(), attempts, jitter.getAsDouble());
  }

  DeadLetter letter(ConsumerRecord<byte[], byte[]> record, Exception failure, int attempts) {
    return new DeadLetter(record, failure, stageOf(failure), attempts, time.now(), group);
  }

  private static String stageOf(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (@Nullable Throwable cause = failure;
        cause != null && seen.add(cause);
        cause = cause.getCause()) {
      if (cause instanceof InvalidRecordException invalid) {
        return invalid.stage();
      }
    }
    return "handle";
  }
}
