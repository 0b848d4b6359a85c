package io.streamlake.gcs.ledger;

import java.util.Objects;

/**
 * What became of the comparison of a data object with its claim.
 *
 * @param verdict the outcome
 * @param detail what differs, for people; empty where nothing does
 */
public record FileCheck(Verdict verdict, String detail) {

  /** The object is what its claim says. */
  static final FileCheck RIGHT = new FileCheck(Verdict.RIGHT, "");

  static final FileCheck MISSING = new FileCheck(Verdict.MISSING, "there is no such object");

  /** How an object compares with its claim. */
  public enum Verdict {
    /** It holds what the claim says. */
    RIGHT,
    /** It does not exist. */
    MISSING,
    /** It holds something else, or cannot be decoded. */
    WRONG
  }

  /** Checks the components. */
  public FileCheck {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(detail, "detail");
  }

  static FileCheck wrong(String detail) {
    return new FileCheck(Verdict.WRONG, detail);
  }
}
