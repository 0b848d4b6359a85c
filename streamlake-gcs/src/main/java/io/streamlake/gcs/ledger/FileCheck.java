package io.streamlake.gcs.ledger;

import java.util.Objects;

/**
 * What became of the comparison of a data object with its claim.
 *
 * @param verdict the outcome
 * @param detail what differs, for people; empty where nothing does
 * @param lost how many of the claim's records the object lacks, as an amendment says
 * @param isMisstated whether the object holds the content that was claimed, and it is other figures
 *     of the claim that are wrong
 */
public record FileCheck(Verdict verdict, String detail, long lost, boolean isMisstated) {

  /** The object is what its claim says. */
  static final FileCheck RIGHT = new FileCheck(Verdict.RIGHT, "", 0, false);

  static final FileCheck MISSING =
      new FileCheck(Verdict.MISSING, "there is no such object", 0, false);

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
    return new FileCheck(Verdict.WRONG, detail, 0, false);
  }

  static FileCheck misstated(String detail) {
    return new FileCheck(Verdict.WRONG, detail, 0, true);
  }

  /** The object, or its absence, is what an amendment says. */
  static FileCheck amended(long lost) {
    return new FileCheck(Verdict.RIGHT, "", lost, false);
  }
}
