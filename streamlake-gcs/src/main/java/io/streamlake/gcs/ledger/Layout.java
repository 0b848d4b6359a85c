package io.streamlake.gcs.ledger;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * The names of all objects of one dataset in the raw zone, relative to its location, and the way
 * back. Within a partition names sort as their offsets do.
 *
 * @param dataset the dataset's name, {@code [a-z0-9][a-z0-9_-]*}
 */
public record Layout(String dataset) {

  private static final Pattern DATASET = Pattern.compile("[a-z0-9][a-z0-9_-]*");
  private static final Pattern TOPIC =
      Pattern.compile("[a-zA-Z0-9._-]{1,249}(?:~[A-Za-z0-9_-]{1,64})?");
  private static final Pattern LEDGER_OBJECT =
      Pattern.compile(
          "(?<topic>[a-zA-Z0-9._~-]+)/(?<partition>[0-9]{5,10})/"
              + "(?:chain|(?<from>[0-9]{20})(?:\\.a(?<amendment>[1-9][0-9]{0,8}))?)\\.json");
  private static final Pattern DATA_OBJECT =
      Pattern.compile(
          "(?<folder>[a-zA-Z0-9._~-]+(?:/[^/+]+)*)/(?<topic>[a-zA-Z0-9._~-]+)"
              + "\\+(?<partition>[0-9]{5,10})\\+(?<from>[0-9]{20})\\.(?<extension>[a-z.]+)");

  /** Checks the dataset's name. */
  public Layout {
    Objects.requireNonNull(dataset, "dataset");
    if (!DATASET.matcher(dataset).matches()) {
      throw new IllegalArgumentException(
          "dataset must match " + DATASET.pattern() + ", not '" + dataset + "'");
    }
  }

  /**
   * The segment that a data object's name tells.
   *
   * @param partition topic and partition
   * @param from the segment's first position
   * @param folder the path below the topic's folder; empty if there is none
   * @param extension without its leading dot
   */
  public record DataName(TopicPartition partition, long from, String folder, String extension) {}

  /**
   * What a ledger object's name tells.
   *
   * @param partition topic and partition
   * @param from the segment's first position; -1 for a {@code chain.json}
   * @param amendment the number of an amendment; empty for all else
   */
  public record LedgerName(TopicPartition partition, long from, OptionalInt amendment) {

    /**
     * Whether it names a partition's root.
     *
     * @return true for {@code chain.json}
     */
    public boolean isRoot() {
      return from < 0;
    }

    /**
     * Whether it names a claim.
     *
     * @return true for {@code <from>.json}
     */
    public boolean isEntry() {
      return !isRoot() && amendment.isEmpty();
    }
  }

  /**
   * What the names of all ledger objects start with.
   *
   * @return a prefix that ends in a slash
   */
  public String ledgerPrefix() {
    return dataset + "/_ledger/";
  }

  /**
   * What the names of a topic's ledger objects start with.
   *
   * @param topic the topic
   * @return a prefix that ends in a slash
   */
  public String ledgerPrefix(String topic) {
    return ledgerPrefix() + checkTopic(topic) + "/";
  }

  /**
   * What the names of a partition's ledger objects start with.
   *
   * @param partition topic and partition
   * @return a prefix that ends in a slash
   */
  public String ledgerPrefix(TopicPartition partition) {
    return ledgerPrefix(partition.topic()) + number(partition) + "/";
  }

  /**
   * The name of a partition's root.
   *
   * @param partition topic and partition
   * @return the object's name
   */
  public String chainRoot(TopicPartition partition) {
    return ledgerPrefix(partition) + "chain.json";
  }

  /**
   * The name of a claim.
   *
   * @param partition topic and partition
   * @param from the segment's first position
   * @return the object's name
   */
  public String entry(TopicPartition partition, long from) {
    return ledgerPrefix(partition) + position(from) + ".json";
  }

  /**
   * The name of a claim's amendment.
   *
   * @param partition topic and partition
   * @param from the segment's first position
   * @param number 1 for the first amendment
   * @return the object's name
   */
  public String amendment(TopicPartition partition, long from, int number) {
    if (number < 1) {
      throw new IllegalArgumentException("number must be positive: " + number);
    }
    return ledgerPrefix(partition) + position(from) + ".a" + number + ".json";
  }

  /**
   * What the names of all data objects start with.
   *
   * @return a prefix that ends in a slash
   */
  public String dataPrefix() {
    return dataset + "/data/";
  }

  /**
   * What the names of a topic's data objects start with.
   *
   * @param topic the topic
   * @return a prefix that ends in a slash
   */
  public String dataPrefix(String topic) {
    return dataPrefix() + checkTopic(topic) + "/";
  }

  /**
   * The name of a data object.
   *
   * @param partition topic and partition
   * @param from the segment's first position
   * @param folder what {@link Folders#path} answered; may be empty
   * @param extension without its leading dot
   * @return the object's name
   */
  public String dataObject(TopicPartition partition, long from, String folder, String extension) {
    String topic = partition.topic();
    String path = folder.isEmpty() ? "" : folder + "/";
    return dataPrefix(topic)
        + path
        + topic
        + "+"
        + number(partition)
        + "+"
        + position(from)
        + "."
        + extension;
  }

  /**
   * Reads a ledger object's name.
   *
   * @param name any object's name
   * @return what it tells; empty if it is no ledger object of this dataset
   */
  public Optional<LedgerName> parseLedger(String name) {
    return match(LEDGER_OBJECT, ledgerPrefix(), name)
        .map(
            parts ->
                new LedgerName(
                    partition(parts),
                    parts.group("from") == null ? -1 : from(parts),
                    number(parts)))
        .filter(parsed -> isTopic(parsed.partition()))
        .filter(parsed -> name.equals(name(parsed)));
  }

  /**
   * Reads a data object's name.
   *
   * @param name any object's name
   * @return what it tells; empty if it is no data object of this dataset
   */
  public Optional<DataName> parseData(String name) {
    return match(DATA_OBJECT, dataPrefix(), name)
        .map(
            parts -> {
              String path = parts.group("folder");
              int slash = path.indexOf('/');
              String folder = slash < 0 ? "" : path.substring(slash + 1);
              return new DataName(partition(parts), from(parts), folder, parts.group("extension"));
            })
        .filter(parsed -> isTopic(parsed.partition()))
        .filter(
            parsed ->
                name.equals(
                    dataObject(
                        parsed.partition(), parsed.from(), parsed.folder(), parsed.extension())));
  }

  private String name(LedgerName parsed) {
    if (parsed.isRoot()) {
      return chainRoot(parsed.partition());
    }
    return parsed.amendment().isEmpty()
        ? entry(parsed.partition(), parsed.from())
        : amendment(parsed.partition(), parsed.from(), parsed.amendment().getAsInt());
  }

  private static Optional<Matcher> match(Pattern pattern, String prefix, String name) {
    if (!name.startsWith(prefix)) {
      return Optional.empty();
    }
    Matcher matcher = pattern.matcher(name.substring(prefix.length()));
    // Numbers beyond int and long are none of ours, though they have as many digits.
    return matcher.matches() && fits(matcher) ? Optional.of(matcher) : Optional.empty();
  }

  private static boolean fits(Matcher parts) {
    String from = parts.group("from");
    return Long.parseLong(parts.group("partition")) <= Integer.MAX_VALUE
        && (from == null || from.compareTo(position(Long.MAX_VALUE)) <= 0);
  }

  private static TopicPartition partition(Matcher parts) {
    return new TopicPartition(parts.group("topic"), Integer.parseInt(parts.group("partition")));
  }

  private static long from(Matcher parts) {
    return Long.parseLong(parts.group("from"));
  }

  private static OptionalInt number(Matcher parts) {
    String amendment = parts.group("amendment");
    return amendment == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(amendment));
  }

  private static String number(TopicPartition partition) {
    return String.format(Locale.ROOT, "%05d", partition.partition());
  }

  private static String position(long from) {
    if (from < 0) {
      throw new IllegalArgumentException("from must not be negative: " + from);
    }
    return String.format(Locale.ROOT, "%020d", from);
  }

  private static boolean isTopic(TopicPartition partition) {
    return TOPIC.matcher(partition.topic()).matches();
  }

  /**
   * Refuses what is no topic's name.
   *
   * @throws IllegalArgumentException then
   */
  static void requireTopic(String topic) {
    if (!TOPIC.matcher(topic).matches()) {
      throw new IllegalArgumentException("topic is not a legal Kafka name: '" + topic + "'");
    }
  }

  private static String checkTopic(String topic) {
    requireTopic(topic);
    return topic;
  }
}
