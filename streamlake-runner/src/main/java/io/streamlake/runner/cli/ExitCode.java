package io.streamlake.runner.cli;

import java.util.Arrays;

/** What the process tells its caller. */
public enum ExitCode {
  /** Done, or drained and committed after a signal. */
  DONE(0),
  /** An unexpected failure: a bug. */
  FAILED(1),
  /** A bad command line or bad settings; nothing was started. */
  BAD_SETTINGS(2),
  /** The surroundings need a person. */
  BAD_SURROUNDINGS(3),
  /** The shutdown timeout passed; what was abandoned will be read again. */
  ABANDONED(4),
  /** Verification found a gap. */
  GAP(10),
  /** Verification found an overlap or a duplicate. */
  OVERLAP(11),
  /** Verification found a corrupt or missing object. */
  CORRUPT(12),
  /** Verification found a claim that is incomplete for longer than the grace. */
  INCOMPLETE(13),
  /** The record asked for lies outside the chain. */
  OUTSIDE(14);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /**
   * The constant of an exit status.
   *
   * @throws IllegalArgumentException if the contract has none
   */
  public static ExitCode of(int code) {
    return Arrays.stream(values())
        .filter(candidate -> candidate.code == code)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such exit code: " + code));
  }

  /** The process's exit status. */
  public int code() {
    return code;
  }
}
