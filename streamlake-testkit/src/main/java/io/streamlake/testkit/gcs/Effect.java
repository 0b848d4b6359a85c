package io.streamlake.testkit.gcs;

import java.time.Duration;
import java.util.Optional;

/**
 * What a fault does to a request.
 *
 * @param status answered instead of doing the request, where the kind is {@link Kind#STATUS}
 * @param bytes how many pass before the connection is cut, or between two pauses
 * @param duration how long it stalls or pauses, or what the client is told to wait
 * @param words said with the status; empty for the service's usual ones
 */
record Effect(
    Kind kind, int status, long bytes, Optional<Duration> duration, Optional<String> words) {

  enum Kind {
    STATUS,
    END_SESSION,
    DROP,
    LOSE_RESPONSE,
    CUT_RESPONSE,
    STALL,
    STALL_RESPONSE,
    SLOW_RESPONSE,
    CORRUPT_BODY,
    CORRUPT_OBJECT
  }

  Effect {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must not be negative: " + bytes);
    }
    if (kind == Kind.STATUS && (status < 200 || status > 599)) {
      throw new IllegalArgumentException("status must be an HTTP status: " + status);
    }
  }

  static Effect of(Kind kind) {
    return of(kind, 0);
  }

  static Effect of(Kind kind, long bytes) {
    return new Effect(kind, 0, bytes, Optional.empty(), Optional.empty());
  }

  static Effect of(Kind kind, Duration duration) {
    return of(kind).lasting(duration);
  }

  static Effect ofStatus(int status) {
    return new Effect(Kind.STATUS, status, 0, Optional.empty(), Optional.empty());
  }

  Effect lasting(Duration lasting) {
    return new Effect(kind, status, bytes, Optional.of(lasting), words);
  }

  Effect saying(String said) {
    return new Effect(kind, status, bytes, duration, Optional.of(said));
  }

  boolean is(Kind wanted) {
    return kind == wanted;
  }

  @Override
  public String toString() {
    return switch (kind) {
      case STATUS -> Integer.toString(status);
      case END_SESSION -> "410, session ended";
      case DROP -> "dropped after " + bytes + " body bytes";
      case LOSE_RESPONSE -> "response lost";
      case CUT_RESPONSE -> "response cut after " + bytes + " body bytes";
      case STALL -> "stalled before";
      case STALL_RESPONSE -> "stalled after";
      case SLOW_RESPONSE -> "response slowed to " + bytes + " body bytes at a time";
      case CORRUPT_BODY -> "body corrupted on the way";
      case CORRUPT_OBJECT -> "object corrupted when it was stored";
    };
  }
}
