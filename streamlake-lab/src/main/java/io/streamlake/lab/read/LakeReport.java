package io.streamlake.lab.read;

import java.util.List;

/**
 * How a lake differs from its topic. A value, whose text is for people.
 *
 * @param expected how many records the topic held
 * @param landed how many of its records the lake holds, duplicates included
 * @param kinds missing, duplicated, different and extra, in this order
 */
public record LakeReport(long expected, long landed, List<Kind> kinds) {

  /**
   * One kind of difference.
   *
   * @param name what it is called
   * @param count how often it was found
   * @param first the first ten
   */
  public record Kind(String name, long count, List<String> first) {

    /** Copies. */
    public Kind {
      first = List.copyOf(first);
    }
  }

  /** Copies. */
  public LakeReport {
    kinds = List.copyOf(kinds);
  }

  /**
   * Whether every record landed once, byte for byte, and nothing else did.
   *
   * @return true without any difference
   */
  public boolean isExact() {
    return kinds.stream().allMatch(kind -> kind.count() == 0);
  }

  /**
   * How often one kind was found.
   *
   * @param name missing, duplicated, different or extra
   * @return the count
   */
  public long count(String name) {
    return kinds.stream()
        .filter(kind -> kind.name().equals(name))
        .mapToLong(Kind::count)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no kind " + name));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(landed).append(" records landed of ").append(expected).append('\n');
    for (Kind kind : kinds) {
      text.append(kind.name()).append(": ").append(kind.count()).append('\n');
      kind.first().forEach(one -> text.append("  ").append(one).append('\n'));
      if (kind.count() > kind.first().size()) {
        text.append("  and ").append(kind.count() - kind.first().size()).append(" more\n");
      }
    }
    return text.toString();
  }
}
