package io.streamlake.core;

/**
 * Sees what a loop does, for metrics and logs. Called on the loop's poll thread, one event at a
 * time, so it must not block: a slow observer slows polling.
 *
 * <p>An observer that throws does not hurt the loop: its first exception is logged, and it goes on
 * being called.
 * <!-- snippet: observer -->
 *
 * <pre>{@code
 * return builder
 *     .observer(LoopMeters.in(registry)) // Micrometer's meters
 *     .observer(event -> log(event)); // and whatever you like
 * }</pre>
 */
@FunctionalInterface
public interface LoopObserver {

  /**
   * Takes in an event. More kinds may come with later versions: ignore what is not known.
   *
   * @param event what happened; per batch, never per record but for failures
   */
  void on(LoopEvent event);

  /**
   * Tells another observer too, even if this one throws.
   *
   * @param other called after this one
   * @return the combination
   */
  default LoopObserver and(LoopObserver other) {
    return event -> {
      try {
        on(event);
      } finally {
        other.on(event);
      }
    };
  }
}
