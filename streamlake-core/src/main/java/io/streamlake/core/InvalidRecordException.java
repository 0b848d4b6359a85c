package io.streamlake.core;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says that a record can never be handled, however often it is tried: it goes straight to the dead
 * letters.
 */
public final class InvalidRecordException extends StreamLakeException {

  private static final long serialVersionUID = 1L;

  private final String stage;

  /**
   * Creates the verdict.
   *
   * @param stage where it was found, as the dead letter's {@code consumer_stage} will say: {@code
   *     validate}, {@code deserialize}, …
   * @param message names the place and what is wrong with the record
   * @param cause what led to it
   */
  public InvalidRecordException(String stage, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.stage = Objects.requireNonNull(stage, "stage");
  }

  /**
   * Where the record was found to be invalid.
   *
   * @return the stage
   */
  public String stage() {
    return stage;
  }
}
