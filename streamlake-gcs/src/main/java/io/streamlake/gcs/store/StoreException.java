package io.streamlake.gcs.store;

import io.streamlake.core.StreamLakeException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A store did not do what it was asked. The message names the location, the object, the request and
 * the answer.
 */
public final class StoreException extends StreamLakeException {

  private static final long serialVersionUID = 1L;

  /** What a caller can do about it. */
  public enum Kind {
    /** The outcome is unknown, or a later attempt may succeed: limits, server errors, timeouts. */
    TRANSIENT,
    /** A person must grant a permission or provide credentials. */
    DENIED,
    /** The bucket or directory does not exist. */
    MISSING_BUCKET,
    /** The request can never succeed as it stands: a bug, or bad input. */
    UNUSABLE
  }

  private final Kind kind;

  /**
   * Creates an exception.
   *
   * @param kind what a caller can do about it
   * @param message names location, object, request and answer
   * @param cause what led to it
   */
  public StoreException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /**
   * What a caller can do about it.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }
}
