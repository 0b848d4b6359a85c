package io.streamlake.gcs.ledger;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What StreamLake writes beside a committed offset: {@code v1;chain=…;from=F;next=N;at=O}. It names
 * the chain's tip, and the committed offset itself, so that a reset by hand is noticed.
 *
 * @param chain the chain's id
 * @param from the first position of the tip's entry
 * @param next the position after the tip's entry; {@code from} itself where the chain has no claim
 *     yet
 * @param at the committed offset that this was written with
 */
public record CommitMetadata(String chain, long from, long next, long at) {

  private static final Pattern CHAIN = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern TEXT =
      Pattern.compile(
          "v1;chain=(?<chain>[A-Za-z0-9_-]{1,64});from=(?<from>[0-9]{1,19});"
              + "next=(?<next>[0-9]{1,19});at=(?<at>[0-9]{1,19})");

  /** Checks the components. */
  public CommitMetadata {
    checkChain(chain);
    if (from < 0 || next < from || at < 0) {
      throw new IllegalArgumentException(
          "from and at must be 0 or more and next not below from: "
              + from
              + ", "
              + next
              + ", "
              + at);
    }
  }

  /**
   * Reads the metadata of a commit.
   *
   * @param text as the broker gave it; may be anybody's
   * @return what it says; empty if StreamLake did not write it
   */
  public static Optional<CommitMetadata> parse(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      CommitMetadata parsed =
          new CommitMetadata(
              parts.group("chain"),
              Long.parseLong(parts.group("from")),
              Long.parseLong(parts.group("next")),
              Long.parseLong(parts.group("at")));
      return Optional.of(parsed);
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
  }

  /**
   * Whether this was written with that committed offset; false after a reset by hand.
   *
   * @param committedOffset the offset beside this metadata
   * @return true if they belong together
   */
  public boolean isOf(long committedOffset) {
    return at == committedOffset;
  }

  /**
   * The text to commit.
   *
   * @return ASCII, some 150 characters at most
   */
  public String text() {
    return "v1;chain=" + chain + ";from=" + from + ";next=" + next + ";at=" + at;
  }

  static void checkChain(String chain) {
    Objects.requireNonNull(chain, "chain");
    if (!CHAIN.matcher(chain).matches()) {
      throw new IllegalArgumentException(
          "chain must match " + CHAIN.pattern() + ", not '" + chain + "'");
    }
  }
}
