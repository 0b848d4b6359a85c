package io.streamlake.testkit.gcs;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What must hold for a request to happen
 * (https://cloud.google.com/storage/docs/request-preconditions). Generation 0 stands for "no such
 * object".
 */
record Preconditions(
    OptionalLong generationMatch,
    OptionalLong generationNotMatch,
    OptionalLong metagenerationMatch,
    OptionalLong metagenerationNotMatch) {

  static final Preconditions NONE =
      new Preconditions(
          OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  private static final long METAGENERATION = 1;

  static Preconditions of(RequestHead head) {
    return new Preconditions(
        number(head, "ifGenerationMatch"),
        number(head, "ifGenerationNotMatch"),
        number(head, "ifMetagenerationMatch"),
        number(head, "ifMetagenerationNotMatch"));
  }

  /** Throws 412 unless all hold for what is stored now. */
  void checkWrite(Optional<StoredObject> present) {
    if (mismatches(present) || equalsExcluded(present)) {
      throw ApiFailure.conditionNotMet();
    }
  }

  /** Throws 412 or, where the reader has what it asks for, 304. */
  void checkRead(StoredObject present) {
    if (mismatches(Optional.of(present))) {
      throw ApiFailure.conditionNotMet();
    }
    if (equalsExcluded(Optional.of(present))) {
      throw new ApiFailure(304, "notModified", "Not Modified");
    }
  }

  private boolean mismatches(Optional<StoredObject> present) {
    long generation = present.map(StoredObject::generation).orElse(0L);
    return differs(generationMatch, generation)
        || differs(metagenerationMatch, present.isPresent() ? METAGENERATION : 0);
  }

  private boolean equalsExcluded(Optional<StoredObject> present) {
    long generation = present.map(StoredObject::generation).orElse(0L);
    return equals(generationNotMatch, generation)
        || equals(metagenerationNotMatch, present.isPresent() ? METAGENERATION : 0);
  }

  private static boolean differs(OptionalLong wanted, long actual) {
    return wanted.isPresent() && wanted.getAsLong() != actual;
  }

  private static boolean equals(OptionalLong excluded, long actual) {
    return excluded.isPresent() && excluded.getAsLong() == actual;
  }

  static OptionalLong number(RequestHead head, String name) {
    Optional<String> text = head.parameter(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text.get()));
    } catch (NumberFormatException e) {
      throw ApiFailure.invalid("Invalid value for " + name + ": " + text.get());
    }
  }
}
