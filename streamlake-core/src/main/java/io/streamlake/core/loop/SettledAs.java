package io.streamlake.core.loop;

/** How a record was settled: why its offset may be committed. */
enum SettledAs {
  /** The handler made it safe. */
  DONE,
  /** The dead-letter sink acknowledged it. */
  DEAD_LETTERED,
  /** It was given up by a policy that says so by name. */
  SKIPPED
}
