package io.streamlake.gcs.ledger;

/** Ends a listing whose rest is of no interest: it may be a million names long. */
final class Enough extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Enough() {
    super("the rest of the listing is not needed", null, false, false);
  }
}
