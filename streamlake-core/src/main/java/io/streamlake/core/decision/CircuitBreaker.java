package io.streamlake.core.decision;

import java.util.BitSet;

/**
 * Whether a partition's records may go on becoming dead letters. Closed, it looks at the last
 * records and opens when too many of them are dead letters; open, it lets nothing pass; half-open,
 * the next record decides. Not safe for use by several threads.
 */
public final class CircuitBreaker {

  private final int window;
  private final int allowed;
  private final BitSet dead = new BitSet();
  private State state = State.CLOSED;
  private int next;
  private boolean isFull;

  private enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  /**
   * Starts closed, having seen nothing.
   *
   * @param share the part of the last records that may be dead letters, at least 0 and less than 1
   * @param window how many records are looked at, at least 1
   */
  public CircuitBreaker(double share, int window) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("share must be at least 0 and less than 1: " + share);
    }
    if (window < 1) {
      throw new IllegalArgumentException("window must be at least 1: " + window);
    }
    this.window = window;
    // what a decimal share loses as a floating point number must not count: 0.29 of 100 is 29
    this.allowed = (int) Math.floor(share * window + 1e-9);
  }

  /**
   * Whether nothing may pass.
   *
   * @return true from the dead letter that was too many until {@link #halfOpen}
   */
  public boolean isOpen() {
    return state == State.OPEN;
  }

  /**
   * Whether all may pass.
   *
   * @return false from the dead letter that was too many until a record was handled again
   */
  public boolean isClosed() {
    return state == State.CLOSED;
  }

  /** A record was handled; closes a half-open breaker, which forgets what it has seen. */
  public void handled() {
    if (state == State.HALF_OPEN) {
      state = State.CLOSED;
      dead.clear();
      next = 0;
      isFull = false;
    }
    note(false);
  }

  /** A record became a dead letter; opens a half-open breaker, and a closed one at the limit. */
  public void deadLettered() {
    note(true);
    if (state == State.HALF_OPEN || (isFull && dead.cardinality() > allowed)) {
      state = State.OPEN;
    }
  }

  /** The pause is over: lets one record decide. */
  public void halfOpen() {
    if (state == State.OPEN) {
      state = State.HALF_OPEN;
    }
  }

  private void note(boolean isDead) {
    dead.set(next, isDead);
    next++;
    if (next == window) {
      next = 0;
      isFull = true;
    }
  }
}
