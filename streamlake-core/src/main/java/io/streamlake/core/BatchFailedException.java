package io.streamlake.core;

/** Says how far a {@link BatchHandler} came. */
public final class BatchFailedException extends StreamLakeException {

  private static final long serialVersionUID = 1L;

  /** Where in the batch the record is that failed. */
  private final int index;

  /** What it failed with. */
  private final Exception failure;

  /**
   * Everything before a record is safe, and the record is not.
   *
   * @param index where in the batch the record is that failed, from 0
   * @param cause what it failed with; this is what is classified, and what its dead letter tells
   * @throws IllegalArgumentException if the index is negative
   */
  public BatchFailedException(int index, Exception cause) {
    super("record " + index + " of the batch failed: " + cause.getMessage(), cause);
    if (index < 0) {
      throw new IllegalArgumentException("index must not be negative: " + index);
    }
    this.index = index;
    this.failure = cause;
  }

  /**
   * How many records are safe, and so where the one is that failed.
   *
   * @return from 0
   */
  public int index() {
    return index;
  }

  /**
   * What the record failed with.
   *
   * @return the cause
   */
  public Exception failure() {
    return failure;
  }
}
