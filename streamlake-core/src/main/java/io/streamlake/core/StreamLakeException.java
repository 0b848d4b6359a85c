package io.streamlake.core;

import org.jspecify.annotations.Nullable;

/**
 * The one base of every exception that StreamLake throws. Its message names the place, what
 * happened and what to do, as in {@code orders-3@4711: …}.
 */
public class StreamLakeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception without a cause.
   *
   * @param message names the place, what happened and what to do
   */
  public StreamLakeException(String message) {
    super(message);
  }

  /**
   * Creates an exception with its cause.
   *
   * @param message names the place, what happened and what to do
   * @param cause what led to it
   */
  public StreamLakeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
