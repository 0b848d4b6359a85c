package io.streamlake.testkit.simulation;

/** What one step of a simulation may do to its world; see {@link Scenario#weight}. */
public enum Action {
  /** A member does a turn of its loop. */
  TURN,
  /** Records are appended. */
  PRODUCE,
  /** A transaction begins, or the open one of a partition is committed or aborted. */
  TRANSACT,
  /** Compaction removes a record. */
  COMPACT,
  /** Retention removes what the group has committed. */
  RETAIN,
  /** A partition is added. */
  ADD_PARTITION,
  /** Another leader is elected. */
  ELECT_LEADER,
  /** The group is rebalanced at random. */
  REBALANCE,
  /** Rebalances do not end for a while. */
  HOLD_REBALANCE,
  /** A member is thrown out and does not know yet: a zombie. */
  FENCE,
  /** A process is started, unless there are enough. */
  START,
  /** A process dies, now or in the middle of what it does next. */
  CRASH,
  /** A process is asked to end. */
  SHUT_DOWN,
  /** Commits to come are refused, or applied without an answer. */
  FAIL_COMMITS,
  /** The broker refuses a member for good: its loop has to end. */
  REFUSE_MEMBER,
  /** The answers to commits are late. */
  HOLD_ANSWERS,
  /** The coordinator cannot be reached for a while. */
  COORDINATOR_DOWN,
  /** A poll to come fails. */
  FAIL_POLL,
  /** Somebody wakes a consumer up. */
  WAKE_UP,
  /** What handlers write to is down for a while. */
  OUTAGE,
  /** The dead-letter sink is down for a while. */
  SINK_DOWN,
  /** A handler starts its partition anew. */
  RESTART_PARTITION,
  /** A handler pauses its partition for a while. */
  PAUSE_PARTITION,
  /** The user pauses a partition of a process for a while. */
  PAUSE_BY_USER,
  /** A loop's handlers are asked to flush. */
  FLUSH,
  /** All processes end, and somebody moves the committed offsets back or removes them. */
  RESET_OFFSETS,
  /** The wall clock is set on or back. */
  JUMP_CLOCK,
  /** Time passes while nobody polls. */
  WAIT,
  /** All faults are off for a while: everything has to be settled and committed. */
  CALM
}
