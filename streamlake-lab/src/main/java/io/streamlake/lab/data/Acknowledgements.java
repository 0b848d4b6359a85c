package io.streamlake.lab.data;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.jspecify.annotations.Nullable;

/** Remembers the first record that the broker did not acknowledge. Thread-safe. */
final class Acknowledgements {

  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /** A producer's callback that hands on where an acknowledged record stands. */
  Callback then(Consumer<RecordPlace> acknowledged) {
    return (metadata, exception) -> {
      if (exception != null) {
        failure.compareAndSet(null, exception);
      } else {
        acknowledged.accept(
            new RecordPlace(metadata.topic(), metadata.partition(), metadata.offset()));
      }
    };
  }

  /** Throws when a record was not acknowledged; call it when the producer was flushed. */
  void check() {
    Exception found = failure.get();
    if (found != null) {
      throw new IllegalStateException(
          "A record was not acknowledged: " + found.getMessage(), found);
    }
  }
}
