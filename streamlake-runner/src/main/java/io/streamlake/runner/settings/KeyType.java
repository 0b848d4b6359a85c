package io.streamlake.runner.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How the text of a setting becomes a value, and which values are allowed.
 *
 * @param <T> the value's type
 * @param expects what would be right, for messages: "a port from 0 to 65535"
 * @param parse reads a text that is not blank; throws IllegalArgumentException
 * @param holds whether a value that could be read is in range
 * @param choices all texts that are allowed; empty where these are too many to list
 */
record KeyType<T>(
    String expects, Function<String, T> parse, Predicate<T> holds, List<String> choices) {
  static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");

  static final KeyType<String> TEXT = new KeyType<>("a text", text -> text, text -> true);
  static final KeyType<Path> PATH = new KeyType<>("a path", Path::of, path -> true);
  static final KeyType<String> CREDENTIALS =
      new KeyType<>(
          "default, none, or the path of a key file",
          text -> Path.of(text).toString(),
          text -> !text.isBlank());
  static final KeyType<Boolean> SWITCH =
      new KeyType<>("true or false", KeyType::bool, value -> true);
  static final KeyType<Integer> COUNT =
      new KeyType<>("a whole number of at least 1", Integer::valueOf, count -> count >= 1);
  static final KeyType<Integer> WHOLE_NUMBER =
      new KeyType<>("a whole number", Integer::valueOf, number -> true);
  static final KeyType<Long> LONG_COUNT =
      new KeyType<>("a whole number of at least 1", Long::valueOf, count -> count >= 1);
  static final KeyType<Integer> PORT =
      new KeyType<>(
          "a port from 0 (any free one) to 65535",
          Integer::valueOf,
          port -> port >= 0 && port <= 65_535);
  static final KeyType<Duration> DURATION =
      new KeyType<>(
          DurationText.EXPECTS + ", longer than 0",
          DurationText::parse,
          time -> !time.isNegative() && !time.isZero());
  static final KeyType<ByteSize> SIZE =
      new KeyType<>(ByteSize.EXPECTS + ", more than 0", ByteSize::parse, size -> size.bytes() > 0);
  static final KeyType<String> DATASET =
      matching(
          "lower-case letters, digits, _ and -, not beginning with _ or -", "[a-z0-9][a-z0-9_-]*");
  static final KeyType<String> TOPIC_NAME =
      new KeyType<>(
          "a topic name: 1 to 249 of the characters a-z A-Z 0-9 . _ -, not . or ..",
          text -> text,
          KeyType::isTopic);
  static final KeyType<List<String>> TOPIC_NAMES =
      new KeyType<>(
          "a list of different topic names, each 1 to 249 of the characters a-z A-Z 0-9 . _ -",
          KeyType::list,
          names -> names.stream().allMatch(KeyType::isTopic) && areDistinct(names));
  static final KeyType<List<String>> NAMES =
      new KeyType<>("a list of different names", KeyType::list, KeyType::areDistinct);
  static final KeyType<String> REGEX =
      new KeyType<>("a regular expression that Java understands", KeyType::regex, text -> true);
  static final KeyType<StartAt> START_AT =
      new KeyType<>(StartAt.EXPECTS, StartAt::parse, start -> true);
  static final KeyType<URI> LOCATION =
      new KeyType<>(
          "gs://bucket/prefix, or file:///directory with an absolute path",
          URI::create,
          KeyType::isLocation);
  static final KeyType<URI> ENDPOINT =
      new KeyType<>("an http or https URL", URI::create, KeyType::isEndpoint);
  static final KeyType<String> KMS_KEY =
      matching(
          "projects/P/locations/L/keyRings/R/cryptoKeys/K, without a version",
          "projects/[^/\\s]+/locations/[^/\\s]+/keyRings/[^/\\s]+/cryptoKeys/[^/\\s]+");

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");

  KeyType(String expects, Function<String, T> parse, Predicate<T> holds) {
    this(expects, parse, holds, List.of());
  }

  /** One of the constants of an enum, written in lower case. */
  static <E extends Enum<E>> KeyType<E> oneOf(Class<E> type) {
    E[] constants = type.getEnumConstants();
    List<String> names = Arrays.stream(constants).map(KeyType::nameOf).toList();
    return new KeyType<>(
        "one of " + String.join(", ", names),
        text -> {
          int index = names.indexOf(text);
          if (index < 0) {
            throw new IllegalArgumentException("not one of " + names + ": " + text);
          }
          return constants[index];
        },
        constant -> true,
        names);
  }

  /** How a constant is written in settings. */
  static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static KeyType<String> matching(String expects, String regex) {
    return new KeyType<>(expects, text -> text, Pattern.compile(regex).asMatchPredicate());
  }

  private static boolean bool(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("neither true nor false: " + text);
    }
    return text.equals("true");
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split("(?<!\\\\),", -1))
        .map(item -> item.replace("\\,", ",").trim())
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private static String regex(String text) {
    try {
      return Pattern.compile(text).pattern();
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("not a regular expression: " + text, e);
    }
  }

  private static boolean isTopic(String name) {
    return TOPIC.matcher(name).matches();
  }

  private static boolean areDistinct(List<String> names) {
    return names.stream().distinct().count() == names.size();
  }

  private static boolean isLocation(URI uri) {
    if (uri.getQuery() != null || uri.getFragment() != null) {
      return false;
    }
    if ("gs".equals(uri.getScheme())) {
      return uri.getAuthority() != null && BUCKET.matcher(uri.getAuthority()).matches();
    }
    return "file".equals(uri.getScheme())
        && uri.getAuthority() == null
        && uri.getPath() != null
        && uri.getPath().startsWith("/");
  }

  private static boolean isEndpoint(URI uri) {
    return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
        && uri.getHost() != null;
  }
}
