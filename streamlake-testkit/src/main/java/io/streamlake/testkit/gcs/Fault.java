package io.streamlake.testkit.gcs;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Something that goes wrong: what, for which requests, and how often. Strikes once, on any request,
 * unless it is narrowed or repeated. Immutable; every method returns a new fault.
 *
 * <pre>{@code
 * server.faults().add(Fault.status(503).on(Operation.UPLOAD).times(2));
 * server.faults().add(Fault.loseResponse().on(Operation.INSERT).named("_ledger/"::startsWith));
 * }</pre>
 */
public final class Fault {

  private final Effect effect;
  private final Set<Operation> operations;
  private final Predicate<String> names;
  private final Schedule schedule;

  private Fault(
      Effect effect, Set<Operation> operations, Predicate<String> names, Schedule schedule) {
    this.effect = effect;
    this.operations = operations;
    this.names = names;
    this.schedule = schedule;
  }

  private static Fault of(Effect effect) {
    return new Fault(effect, EnumSet.allOf(Operation.class), name -> true, Schedule.ONCE);
  }

  /**
   * Reads the request and answers a status in Google's words; nothing is done.
   *
   * @param status an HTTP status, such as 429 or 503
   * @return the fault
   * @throws IllegalArgumentException when it is no final HTTP status
   */
  public static Fault status(int status) {
    return of(Effect.ofStatus(status));
  }

  /**
   * Answers 410 and ends the resumable session for good, as the service does when it lost one:
   * whoever uploads must begin with a new session. Strikes uploads and status queries only.
   *
   * @return the fault
   */
  public static Fault endSession() {
    return of(Effect.of(Effect.Kind.END_SESSION)).on(Operation.UPLOAD, Operation.SESSION_STATUS);
  }

  /**
   * Resets the connection before anything is done; nobody is answered and nothing is stored.
   *
   * @return the fault
   */
  public static Fault drop() {
    return dropAfter(0);
  }

  /**
   * Resets the connection once so many bytes of the request's body have arrived, or at its end, and
   * never does the request. A resumable session keeps the whole blocks of 256 KiB among them.
   *
   * @param bodyBytes bytes of the request's body, as they are on the wire
   * @return the fault
   */
  public static Fault dropAfter(long bodyBytes) {
    return of(Effect.of(Effect.Kind.DROP, bodyBytes));
  }

  /**
   * Does the request, then closes the connection without an answer. Java's own HTTP client repeats
   * a GET by itself when that happens on a kept connection.
   *
   * @return the fault
   */
  public static Fault loseResponse() {
    return of(Effect.of(Effect.Kind.LOSE_RESPONSE));
  }

  /**
   * Does the request, announces the whole answer, and closes the connection within its body.
   *
   * @param bodyBytes how many bytes of the answer's body are sent
   * @return the fault
   */
  public static Fault cutResponse(long bodyBytes) {
    return of(Effect.of(Effect.Kind.CUT_RESPONSE, bodyBytes));
  }

  /**
   * Waits before doing the request, until the time is over or {@link Faults#release()} is called.
   *
   * @param atMost how long to wait
   * @return the fault
   */
  public static Fault stall(Duration atMost) {
    return of(Effect.of(Effect.Kind.STALL, atMost));
  }

  /**
   * Does the request, then waits before answering, until the time is over or {@link
   * Faults#release()} is called.
   *
   * @param atMost how long to wait
   * @return the fault
   */
  public static Fault stallResponse(Duration atMost) {
    return of(Effect.of(Effect.Kind.STALL_RESPONSE, atMost));
  }

  /**
   * Does the request, and sends the answer's body slowly: so many bytes, then a pause, and so on.
   *
   * @param bodyBytes how many bytes are sent at a time
   * @param pause how long nothing is sent between them
   * @return the fault
   * @throws IllegalArgumentException when the number of bytes is not positive
   */
  public static Fault slowResponse(int bodyBytes, Duration pause) {
    if (bodyBytes <= 0) {
      throw new IllegalArgumentException("bodyBytes must be positive: " + bodyBytes);
    }
    return of(Effect.of(Effect.Kind.SLOW_RESPONSE, bodyBytes).lasting(pause));
  }

  /**
   * Changes a bit of an object's bytes on their way to the server, which refuses them if it was
   * told their checksum. Strikes requests that carry such bytes only.
   *
   * @return the fault
   */
  public static Fault corruptBody() {
    return of(Effect.of(Effect.Kind.CORRUPT_BODY)).on(Operation.INSERT, Operation.UPLOAD);
  }

  /**
   * Stores a changed bit and says so in the object's checksum, as a server does that does not check
   * what it was told. Strikes objects that come in one request only.
   *
   * @return the fault
   */
  public static Fault corruptObject() {
    return of(Effect.of(Effect.Kind.CORRUPT_OBJECT)).on(Operation.INSERT);
  }

  /**
   * Tells the client when to come back, with a status.
   *
   * @param wait sent as Retry-After, in whole seconds
   * @return a fault that does
   * @throws IllegalStateException when this fault answers no status
   */
  public Fault retryAfter(Duration wait) {
    return new Fault(requireStatus("a Retry-After").lasting(wait), operations, names, schedule);
  }

  /**
   * Says something else with a status than the service usually does: it means several things by
   * some of them. The reason stays the usual one.
   *
   * @param words the error's message
   * @return a fault that does
   * @throws IllegalStateException when this fault answers no status
   */
  public Fault saying(String words) {
    return new Fault(requireStatus("words").saying(words), operations, names, schedule);
  }

  private Effect requireStatus(String what) {
    if (!effect.is(Effect.Kind.STATUS)) {
      throw new IllegalStateException("Only a status has " + what + ", not: " + effect);
    }
    return effect;
  }

  /**
   * Strikes these operations only.
   *
   * @param first an operation
   * @param more operations
   * @return a fault that is narrower
   */
  public Fault on(Operation first, Operation... more) {
    return on(EnumSet.of(first, more));
  }

  Fault on(Set<Operation> which) {
    return new Fault(effect, EnumSet.copyOf(which), names, schedule);
  }

  /**
   * Strikes only requests about objects with such names; those about no object have the empty name.
   *
   * @param which the names
   * @return a fault that is narrower
   */
  public Fault named(Predicate<String> which) {
    return new Fault(effect, operations, Objects.requireNonNull(which, "which"), schedule);
  }

  /**
   * Lets matching requests pass first.
   *
   * @param requests how many pass
   * @return a fault that strikes later
   * @throws IllegalArgumentException when the number is negative
   */
  public Fault after(long requests) {
    return with(new Schedule(requests, schedule.times(), schedule.probability(), schedule.seed()));
  }

  /**
   * Strikes so often at most.
   *
   * @param times how often
   * @return a fault that is repeated
   * @throws IllegalArgumentException when the number is negative
   */
  public Fault times(long times) {
    return with(new Schedule(schedule.skip(), times, schedule.probability(), schedule.seed()));
  }

  /**
   * Strikes for ever, until the faults are cleared.
   *
   * @return a fault that is repeated
   */
  public Fault always() {
    return times(Long.MAX_VALUE);
  }

  /**
   * Strikes by chance, as often as {@link #times} allows. The draw depends on the seed, the
   * operation, the object's name and how often that was asked before; so a run with the same seed
   * is struck in the same places, however its threads interleave.
   *
   * @param probability from 0 to 1
   * @param seed of the draws
   * @return a fault that strikes by chance, for ever unless it was given a number of times
   * @throws IllegalArgumentException when the probability is no such number
   */
  public Fault withProbability(double probability, long seed) {
    long times = schedule.equals(Schedule.ONCE) ? Long.MAX_VALUE : schedule.times();
    return with(new Schedule(schedule.skip(), times, probability, seed));
  }

  private Fault with(Schedule changed) {
    return new Fault(effect, operations, names, changed);
  }

  boolean matches(Call call) {
    return operations.contains(call.operation()) && names.test(call.object());
  }

  Effect effect() {
    return effect;
  }

  Schedule schedule() {
    return schedule;
  }

  @Override
  public String toString() {
    return effect.toString();
  }
}
