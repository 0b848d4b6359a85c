package io.streamlake.core;

import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Sorts failures. Called on worker threads, several at once, for each exception of the cause chain
 * from the outermost on, until one is known.
 */
@FunctionalInterface
public interface FailureClassifier {

  /**
   * Sorts one exception, without looking at its causes.
   *
   * @param failure an exception of the chain
   * @return its kind, or empty where this classifier does not know it
   */
  Optional<FailureKind> kindOf(Throwable failure);

  /**
   * Asks another classifier about what this one does not know.
   *
   * @param other the classifier to ask
   * @return the combination
   */
  default FailureClassifier orElse(FailureClassifier other) {
    return failure -> kindOf(failure).or(() -> other.kindOf(failure));
  }

  /**
   * Sorts one class of exceptions, its subclasses included.
   *
   * @param type the exceptions that it knows
   * @param kind what they are
   * @return the classifier
   */
  static FailureClassifier of(Class<? extends Throwable> type, FailureKind kind) {
    return failure -> type.isInstance(failure) ? Optional.of(kind) : Optional.empty();
  }

  /**
   * What StreamLake knows by itself: {@link InvalidRecordException} and {@link
   * SerializationException} are fatal, {@link OutageException} is an outage.
   *
   * @return the classifier
   */
  static FailureClassifier defaults() {
    return of(InvalidRecordException.class, FailureKind.FATAL)
        .orElse(of(SerializationException.class, FailureKind.FATAL))
        .orElse(of(OutageException.class, FailureKind.OUTAGE));
  }
}
