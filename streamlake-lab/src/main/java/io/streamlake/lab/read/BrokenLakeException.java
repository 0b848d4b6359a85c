package io.streamlake.lab.read;

import org.jspecify.annotations.Nullable;

/** Says which object, and which line of it, is not what the raw zone's layout promises. */
public final class BrokenLakeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BrokenLakeException(String message) {
    super(message);
  }

  BrokenLakeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
