package io.streamlake.gcs.ledger;

import io.streamlake.core.StreamLakeException;
import org.jspecify.annotations.Nullable;

/** A ledger object that does not say what it must. Nothing is landed on top of it. */
public final class CorruptLedgerException extends StreamLakeException {

  private static final long serialVersionUID = 1L;

  private final String detail;
  private final boolean isOfLaterRelease;

  CorruptLedgerException(String object, String detail, @Nullable Throwable cause) {
    this(object, detail, false, cause);
  }

  private CorruptLedgerException(
      String object, String detail, boolean isOfLaterRelease, @Nullable Throwable cause) {
    super(object + ": " + detail, cause);
    this.detail = detail;
    this.isOfLaterRelease = isOfLaterRelease;
  }

  static CorruptLedgerException ofLaterRelease(String object, int version, Throwable cause) {
    String detail =
        "is of version " + version + ", of which this release knows nothing: a later one wrote it";
    return new CorruptLedgerException(object, detail, true, cause);
  }

  /** What is wrong, without the object's name. */
  String detail() {
    return detail;
  }

  /** Whether nothing may be wrong but that this release is too old. */
  boolean isOfLaterRelease() {
    return isOfLaterRelease;
  }
}
