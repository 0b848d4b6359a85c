package io.streamlake.gcs.format;

import io.streamlake.core.StreamLakeException;

/** A record whose encoded line would exceed the limit. The next record can be encoded as usual. */
public final class OversizedRecordException extends StreamLakeException {

  private static final long serialVersionUID = 1L;

  OversizedRecordException(String place, long bytes, int maxBytes) {
    super(
        place
            + ": the record is too large: its line would exceed "
            + maxBytes
            + " bytes, with "
            + bytes
            + " in key, headers and value");
  }
}
