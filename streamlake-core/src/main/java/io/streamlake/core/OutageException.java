package io.streamlake.core;

import org.jspecify.annotations.Nullable;

/**
 * Says that what a handler writes to is down, and no record is to blame: the lane is held and tried
 * again with capped backoff until it works, and nothing is dead-lettered.
 */
public class OutageException extends StreamLakeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message names what is down and what to do about it
   * @param cause what led to it
   */
  public OutageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
