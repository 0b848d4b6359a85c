package io.streamlake.gcs.ledger;

import io.streamlake.gcs.ledger.Finding.Kind;
import java.util.Optional;

/**
 * A ledger object as it was read; a damaged one is an answer, not a failure.
 *
 * @param name its name
 * @param from the position that its name tells; -1 for a root
 * @param value what it says; empty if it is damaged or missing
 * @param damage why there is no value; empty if there is one, or no object
 */
record Read<T>(String name, long from, Optional<T> value, Optional<Damage> damage) {

  static <T> Read<T> of(String name, long from, T value) {
    return new Read<>(name, from, Optional.of(value), Optional.empty());
  }

  static <T> Read<T> missing(String name, long from) {
    return new Read<>(name, from, Optional.empty(), Optional.empty());
  }

  static <T> Read<T> damaged(String name, long from, String why) {
    String advice = from < 0 ? Advice.BRING_ROOT_BACK : Advice.BRING_CLAIM_BACK;
    return damaged(name, from, new Damage(Kind.CORRUPT, why, advice));
  }

  static <T> Read<T> damaged(String name, long from, CorruptLedgerException corrupt) {
    return corrupt.isOfLaterRelease()
        ? damaged(name, from, new Damage(Kind.CORRUPT, corrupt.detail(), Advice.USE_LATER_RELEASE))
        : damaged(name, from, corrupt.detail());
  }

  static <T> Read<T> damaged(String name, long from, Damage damage) {
    return new Read<>(name, from, Optional.empty(), Optional.of(damage));
  }
}
