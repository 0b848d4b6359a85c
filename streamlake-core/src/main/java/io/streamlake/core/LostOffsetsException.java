package io.streamlake.core;

/**
 * Offsets that were not read yet are gone from the log: by retention, or because it was truncated.
 */
public final class LostOffsetsException extends StreamLakeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message names the partition and the first lost offset
   */
  public LostOffsetsException(String message) {
    super(message);
  }
}
