package io.streamlake.testkit.gcs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What goes wrong at a server. The first fault, in the order of adding, that matches a request and
 * is due strikes it; the others do not count it. Safe for use from any thread.
 */
public final class Faults {

  private final List<Armed> armed = new ArrayList<>();
  private int stalled;
  private long releases;
  private boolean closed;

  Faults() {}

  /**
   * Adds a fault behind those that are there.
   *
   * @param fault what goes wrong
   */
  public synchronized void add(Fault fault) {
    armed.add(new Armed(Objects.requireNonNull(fault, "fault")));
  }

  /**
   * Adds a bit of everything that goes wrong with a service far away: a share of the requests is
   * struck by one of 503, 429, an answer that is lost, a reset connection, a request or an answer
   * that is cut, a stall of two seconds and, for uploads, a session that is gone. The same seed
   * strikes the same requests, as in {@link Fault#withProbability}.
   *
   * @param probability the share of requests that is struck, from 0 to 1
   * @param seed of the draws
   * @throws IllegalArgumentException when the probability is no such number
   */
  public synchronized void chaos(double probability, long seed) {
    Chaos.faults(probability, seed, Duration.ofSeconds(2)).forEach(this::add);
  }

  /** Removes all faults; requests that are stalled stay so until they are released. */
  public synchronized void clear() {
    armed.clear();
  }

  /** Lets every request go on that is stalled now. */
  public synchronized void release() {
    releases++;
    notifyAll();
  }

  /**
   * Waits until so many requests are stalled at the same time.
   *
   * @param requests how many
   * @param atMost how long to wait for them
   * @throws IllegalStateException when they are fewer after that time
   * @throws InterruptedException when the caller is interrupted
   */
  public synchronized void awaitStalled(int requests, Duration atMost) throws InterruptedException {
    awaitUntil(() -> stalled >= requests, atMost);
    if (stalled < requests) {
      throw new IllegalStateException(
          stalled + " requests are stalled after " + atMost + ", not " + requests);
    }
  }

  synchronized Optional<Effect> next(Call call) {
    for (Armed fault : armed) {
      if (fault.strikes(call)) {
        return Optional.of(fault.fault.effect());
      }
    }
    return Optional.empty();
  }

  /** Waits until the time is over, or the stall is released; fails when the server closes. */
  synchronized void stall(Duration atMost) throws ConnectionDropped {
    long present = releases;
    stalled++;
    notifyAll();
    try {
      awaitUntil(() -> releases != present || closed, atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectionDropped("The server was closed while a request was stalled");
    } finally {
      stalled--;
    }
    if (closed) {
      throw new ConnectionDropped("The server was closed while a request was stalled");
    }
  }

  /** Waits between two parts of an answer; fails when the server closes. */
  synchronized void pause(Duration time) throws ConnectionDropped {
    try {
      awaitUntil(() -> closed, time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectionDropped("The server was closed while an answer was sent");
    }
    if (closed) {
      throw new ConnectionDropped("The server was closed while an answer was sent");
    }
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  private synchronized void awaitUntil(BooleanSupplier reached, Duration atMost)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    long remaining = atMost.toNanos();
    while (!reached.getAsBoolean() && remaining > 0) {
      wait(remaining / 1_000_000, (int) (remaining % 1_000_000));
      remaining = deadline - System.nanoTime();
    }
  }

  /** A fault and how far it has got. */
  private static final class Armed {

    private final Fault fault;
    private final Map<String, Long> attempts = new HashMap<>();
    private long matched;
    private long struck;

    Armed(Fault fault) {
      this.fault = fault;
    }

    boolean strikes(Call call) {
      if (!fault.matches(call)) {
        return false;
      }
      String key = call.operation() + " " + call.bucket() + " " + call.object();
      long attempt = attempts.merge(key, 1L, Long::sum) - 1;
      boolean strikes =
          fault.schedule().strikes(new Schedule.Progress(matched, struck), key, attempt);
      matched++;
      struck += strikes ? 1 : 0;
      return strikes;
    }
  }
}
