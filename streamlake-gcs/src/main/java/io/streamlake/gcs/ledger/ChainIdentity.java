package io.streamlake.gcs.ledger;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares the claims' chain with the root's. Claims that follow one another and are of the same
 * other chain are told together, and if no claim is of the root's chain, it is the root that is
 * wrong. For one thread.
 */
final class ChainIdentity {

  private final String expected;
  private boolean isJudged;
  private @Nullable Others others;

  ChainIdentity(String expected) {
    this.expected = expected;
  }

  /**
   * Claims in a row that are of another chain.
   *
   * @param chain theirs
   * @param first the first one's name
   * @param count how many
   */
  record Others(String chain, String first, long count) {

    String message(String expected) {
      String more = count == 1 ? "" : "; so are the " + (count - 1) + " claims after it";
      return "is of chain " + chain + ", not of " + expected + more;
    }
  }

  /** Takes the next claim; answers with those before it, if that is the end of a row. */
  Optional<Others> next(String name, String chain) {
    Others before = others;
    if (before != null && before.chain().equals(chain)) {
      others = new Others(chain, before.first(), before.count() + 1);
      return Optional.empty();
    }
    boolean isOurs = chain.equals(expected);
    others = isOurs ? null : new Others(chain, name, 1);
    isJudged |= isOurs || before != null;
    return Optional.ofNullable(before);
  }

  /** The row at the end. */
  Optional<Others> rest() {
    return Optional.ofNullable(others);
  }

  /** Whether all claims told so far are of one chain, which is not the root's. */
  boolean isRootAlone() {
    return !isJudged && others != null;
  }
}
