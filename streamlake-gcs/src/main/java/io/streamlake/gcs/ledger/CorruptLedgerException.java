package io.streamlake.gcs.ledger;

import io.streamlake.core.StreamLakeException;
import org.jspecify.annotations.Nullable;

/** A ledger object that does not say what it must. Nothing is landed on top of it. */
public final class CorruptLedgerException extends StreamLakeException {

  private static final long serialVersionUID = 1L;

  CorruptLedgerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
