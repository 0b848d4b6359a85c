package io.streamlake.testkit.simulation;

/** What may go wrong each time that something is done; see {@link Scenario#probability}. */
public enum Fault {
  /** An attempt fails before the handler sees the record. */
  FAILS_BEFORE,
  /** An attempt fails after the handler has handled the record. */
  FAILS_AFTER,
  /** A record fails each time until a dead letter takes it, or the faults are off. */
  FAILS_ALWAYS,
  /** A record is found to be broken: no retry. */
  FATAL,
  /** A record becomes safe later than the handler returns. */
  LATE,
  /** A record that should become safe later does not. */
  BROKEN_PROMISE,
  /** A dead letter is not acknowledged. */
  LETTER_FAILS,
  /** A dead letter is acknowledged late. */
  LETTER_LATE,
  /** A handler cannot say where to start. */
  START_FAILS,
  /** A handler says late where to start. */
  START_LATE,
  /** A flush fails. */
  FLUSH_FAILS,
  /** A worker begins a task late. */
  WORKER_LATE
}
