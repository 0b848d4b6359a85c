package io.streamlake.gcs.format;

import io.streamlake.core.StreamLakeException;

/** A record whose encoded line would exceed the limit. The next record can be encoded as usual. */
public final class OversizedRecordException extends StreamLakeException {

  private static final long serialVersionUID = 1L;

  OversizedRecordException(String place, int maxBytes) {
    super(
        place
            + ": the record's encoded line exceeds "
            + maxBytes
            + " bytes; raise validate.max-record-bytes, or let it become a dead letter");
  }
}
