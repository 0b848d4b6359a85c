package io.streamlake.core.loop;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.DeadLetterLimit;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.FailureClassifier;
import io.streamlake.core.InvalidRecordException;
import io.streamlake.core.RetryPolicy;
import io.streamlake.core.TimeSource;
import io.streamlake.core.decision.Backoff;
import io.streamlake.core.decision.FailedAttempt;
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
    Optional<DeadLetterLimit> limit,
    String group,
    TimeSource time,
    DoubleSupplier jitter) {

  /** Without a limit of dead letters; spreads retries by chance. */
  FailureHandling(
      FailureClassifier classifier,
      RetryPolicy retryPolicy,
      Optional<DeadLetterSink> sink,
      String group,
      TimeSource time) {
    this(
        classifier,
        retryPolicy,
        sink,
        Optional.empty(),
        group,
        time,
        () -> ThreadLocalRandom.current().nextDouble());
  }

  FailureDecision decide(FailedAttempt attempt) {
    return FailureDecision.of(attempt, classifier, retryPolicy, sink.isPresent());
  }

  /** The wait of what is sent or asked again until it works. */
  Duration backoff(int attempts) {
    return backoff(retryPolicy, attempts);
  }

  /** The wait before a record is tried again, which a deadline cuts short. */
  Duration backoff(Exception failure, int attempts, Duration age) {
    RetryPolicy policy = retryPolicy.policyFor(failure);
    Duration wait = backoff(policy, attempts);
    return policy
        .deadline()
        .map(deadline -> deadline.minus(age))
        .filter(left -> !left.isNegative() && !left.isZero() && left.compareTo(wait) < 0)
        .orElse(wait);
  }

  private Duration backoff(RetryPolicy policy, int attempts) {
    return Backoff.after(
        policy.initialBackoff(), policy.maxBackoff(), attempts, jitter.getAsDouble());
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
