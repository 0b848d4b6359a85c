package io.streamlake.runner.cli;

import io.streamlake.core.StreamLakeException;
import org.jspecify.annotations.Nullable;

/**
 * The surroundings need a person: a broker or bucket that cannot be reached at start, a missing
 * permission, an unsupported server. Ends the process with {@link ExitCode#BAD_SURROUNDINGS}.
 */
public final class SurroundingsException extends StreamLakeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception; its message is one line, problem first, remedy second.
   *
   * @param problem what is wrong, and where
   * @param remedy what to do about it
   * @param cause what led to it, if anything did
   */
  public SurroundingsException(String problem, String remedy, @Nullable Throwable cause) {
    super((problem + "; " + remedy).replaceAll("\\s*\\R\\s*", " "), cause);
  }
}
