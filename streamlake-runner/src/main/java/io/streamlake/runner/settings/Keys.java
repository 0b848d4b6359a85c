package io.streamlake.runner.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The catalogue: every setting that exists, in the order of the documentation. */
final class Keys {
  /** What every key begins with. */
  static final String ROOT = "streamlake.";

  /** Whatever follows is handed to every Kafka client as it stands. */
  static final String KAFKA = ROOT + "kafka.";

  /** Whatever follows is handed to the consumer as it stands. */
  static final String CONSUMER = ROOT + "consumer.";

  /** What the keys of the raw zone begin with. */
  static final String RAW_ZONE = ROOT + "raw-zone.";

  /** What the keys of dead letters begin with. */
  static final String DEAD_LETTERS = ROOT + "dead-letters.";

  /** Stands for the dataset's name in defaults. */
  static final String DATASET_PLACE = "<dataset>";

  private static final List<Key<?>> ALL = new ArrayList<>();

  static final Key<String> DATASET =
      key("dataset", KeyType.DATASET, "Names the folder in the raw zone and the default group.")
          .required("orders");
  static final Key<List<String>> TOPICS =
      key("topics", KeyType.TOPIC_NAMES, "The topics to land; this or topic-pattern is required.")
          .optional("streamlake.orders.raw");
  static final Key<String> TOPIC_PATTERN =
      key("topic-pattern", KeyType.REGEX, "Lands every topic whose whole name it matches.")
          .optional("orders\\..*");
  static final Key<StartAt> START_AT =
      key(
              "start-at",
              KeyType.START_AT,
              "earliest, latest or an ISO-8601 instant: only a chain's very first start;"
                  + " partitions that appear later start at earliest.")
          .or("earliest");
  static final Key<LostOffsets> ON_LOST_OFFSETS =
      key(
              "on-lost-offsets",
              KeyType.oneOf(LostOffsets.class),
              "hold, fail or continue when offsets are gone before they were read.")
          .or("hold");
  static final Key<String> BOOTSTRAP_SERVERS =
      key(
              "kafka.bootstrap.servers",
              KeyType.TEXT,
              "The brokers; every other key under kafka goes to every Kafka client as it stands.")
          .or("${KAFKA_BOOTSTRAP_SERVERS:127.0.0.1:9092}");
  static final Key<String> GROUP_ID =
      key(
              "consumer.group.id",
              KeyType.TEXT,
              "The consumer group; every other key under consumer overrides kafka's"
                  + " for the consumer.")
          .or("streamlake-consumer-" + DATASET_PLACE);
  static final Key<ValueRule> VALUE =
      key(
              "validate.value",
              KeyType.oneOf(ValueRule.class),
              "json: a value that is not one JSON text is a dead letter (a null value passes);"
                  + " none: anything passes.")
          .or("json");
  static final Key<List<String>> REQUIRED_HEADERS =
      key(
              "validate.required-headers",
              KeyType.NAMES,
              "A record without one of these headers is a dead letter.")
          .or("");
  static final Key<ByteSize> MAX_RECORD_BYTES =
      key("validate.max-record-bytes", KeyType.SIZE, "A larger record (encoded) is a dead letter.")
          .or("64MiB");
  static final Key<String> DEAD_LETTER_TOPIC =
      key("dead-letters.topic", KeyType.TOPIC_NAME, "Where records go that cannot be landed.")
          .or("streamlake." + DATASET_PLACE + ".dlq");
  static final Key<URI> DEAD_LETTER_LOCATION =
      key(
              "dead-letters.location",
              KeyType.LOCATION,
              "A gs:// or file:// location for dead letters instead of a topic; raw-zone.location"
                  + " is a good one.")
          .optional("gs://bucket/dead-letters");
  static final Key<Oversize> DEAD_LETTER_OVERSIZE =
      key(
              "dead-letters.oversize",
              KeyType.oneOf(Oversize.class),
              "hold or raw-zone: whether letters that are too large for the topic hold their"
                  + " partition, or are kept below raw-zone.location and named in the topic.")
          .or("hold");
  static final Key<Integer> MAX_ATTEMPTS =
      key("retry.max-attempts", KeyType.COUNT, "Attempts before a record is a dead letter.")
          .or("5");
  static final Key<Duration> INITIAL_BACKOFF =
      key("retry.initial-backoff", KeyType.DURATION, "The wait before the second attempt.")
          .or("200ms");
  static final Key<Duration> MAX_BACKOFF =
      key("retry.max-backoff", KeyType.DURATION, "The longest wait between two attempts.")
          .or("30s");
  static final Key<Duration> COMMIT_EVERY =
      key("commit.every", KeyType.DURATION, "The longest time between two commits.").or("5s");
  static final Key<Long> COMMIT_RECORDS =
      key(
              "commit.records",
              KeyType.LONG_COUNT,
              "Commits after so many records as well, whichever comes first.")
          .optional("100000");
  static final Key<URI> LOCATION =
      key("raw-zone.location", KeyType.LOCATION, "Where the raw zone lies.")
          .required("file:///var/lake");
  static final Key<Format> FORMAT =
      key("raw-zone.format", KeyType.oneOf(Format.class), "jsonl, avro or parquet.").or("jsonl");
  static final Key<Compression> COMPRESSION =
      key(
              "raw-zone.compression",
              KeyType.oneOf(Compression.class),
              "jsonl: none, gzip or zstd (BigQuery does not load zstd JSONL);"
                  + " avro: null, deflate, snappy or zstandard; parquet: uncompressed, snappy, gzip or zstd.")
          .or("gzip");
  static final Key<Integer> COMPRESSION_LEVEL =
      key(
              "raw-zone.compression-level",
              KeyType.WHOLE_NUMBER,
              "On the codec's own scale; the codec's default if not set.")
          .optional("6");
  static final Key<Folders> FOLDERS =
      key(
              "raw-zone.folders",
              KeyType.oneOf(Folders.class),
              "hour, day or none: folders by record timestamp, UTC.")
          .or("hour");
  static final Key<ByteSize> ROLL_BYTES =
      key("raw-zone.roll.bytes", KeyType.SIZE, "Compressed bytes after which a segment ends.")
          .or("128MiB");
  static final Key<Long> ROLL_RECORDS =
      key("raw-zone.roll.records", KeyType.LONG_COUNT, "Records after which a segment ends.")
          .or("5000000");
  static final Key<Duration> ROLL_AGE =
      key("raw-zone.roll.age", KeyType.DURATION, "Time after which a segment ends.").or("10m");
  static final Key<Path> STAGING_DIRECTORY =
      key(
              "raw-zone.staging.directory",
              KeyType.PATH,
              "Local disk for segments under way;"
                  + " each process locks a sub-directory of its own.")
          .or(System.getProperty("java.io.tmpdir") + "/streamlake", "(system temp)/streamlake");
  static final Key<ByteSize> STAGING_MAX_BYTES =
      key("raw-zone.staging.max-bytes", KeyType.SIZE, "The most that is staged at a time.")
          .or("8GiB");
  static final Key<Integer> OPEN_FILES =
      key("raw-zone.limits.open-files", KeyType.COUNT, "The most files written at a time.")
          .or("512");
  static final Key<Integer> UPLOADS =
      key("raw-zone.limits.uploads", KeyType.COUNT, "The most uploads at a time.").or("8");
  static final Key<URI> GCS_ENDPOINT =
      key("raw-zone.gcs.endpoint", KeyType.ENDPOINT, "Another address of the storage service.")
          .optional("http://127.0.0.1:4443");
  static final Key<String> GCS_PROJECT =
      key("raw-zone.gcs.project", KeyType.TEXT, "The project that requests are made for.")
          .optional("my-project");
  static final Key<String> GCS_CREDENTIALS =
      key(
              "raw-zone.gcs.credentials",
              KeyType.CREDENTIALS,
              "default (application default credentials), none, or the path of a key file.")
          .or("default");
  static final Key<String> GCS_KMS_KEY =
      key(
              "raw-zone.gcs.kms-key",
              KeyType.KMS_KEY,
              "The Cloud KMS key that encrypts everything below raw-zone.location;"
                  + " the bucket's own default if not set.")
          .optional("projects/p/locations/eu/keyRings/lake/cryptoKeys/raw");
  static final Key<List<String>> ACCEPT_TOPIC =
      key(
              "raw-zone.accept-topic",
              KeyType.NAMES,
              "The id of a topic that was deleted and created again: it is landed beside its"
                  + " predecessor.")
          .or("");
  static final Key<Boolean> COMPLETE_ENABLED =
      key(
              "raw-zone.complete.enabled",
              KeyType.SWITCH,
              "Whether folders of hours or days are marked by a _SUCCESS.json once every partition"
                  + " has passed them, and records that come later by a _LATE object beside it.")
          .or("false");
  static final Key<Duration> COMPLETE_LATENESS =
      key(
              "raw-zone.complete.lateness",
              KeyType.DURATION,
              "How long after a folder's time its records may still arrive before it is complete.")
          .or("15m");
  static final Key<Duration> COMPLETE_IDLE_AFTER =
      key(
              "raw-zone.complete.idle-after",
              KeyType.DURATION,
              "How long a partition of which all is landed may claim nothing before it no longer"
                  + " holds the others back; at least twice roll.age.")
          .or("1h");
  static final Key<Integer> CONCURRENCY =
      key("concurrency", KeyType.COUNT, "Threads that work on records.")
          .or(Integer.toString(Runtime.getRuntime().availableProcessors()), "(number of cores)");
  static final Key<Duration> SHUTDOWN_TIMEOUT =
      key("shutdown-timeout", KeyType.DURATION, "The time that draining may take.").or("30s");
  static final Key<Boolean> ADMIN_ENABLED =
      key("admin.enabled", KeyType.SWITCH, "Whether health, metrics and status are served.")
          .or("true");
  static final Key<String> ADMIN_ADDRESS =
      key("admin.address", KeyType.TEXT, "The address that they are served on.").or("127.0.0.1");
  static final Key<Integer> ADMIN_PORT =
      key("admin.port", KeyType.PORT, "The port that they are served on; 0: any free one.")
          .or("8080");

  private Keys() {}

  /** Every key, in the order of the documentation. */
  static List<Key<?>> all() {
    return List.copyOf(ALL);
  }

  /** The key of this full name. */
  static Optional<Key<?>> find(String name) {
    return all().stream().filter(key -> key.name().equals(name)).findFirst();
  }

  /** Whether the name belongs to a map that is handed on as it stands. */
  static boolean isPassedThrough(String name) {
    return (name.startsWith(KAFKA) && name.length() > KAFKA.length())
        || (name.startsWith(CONSUMER) && name.length() > CONSUMER.length());
  }

  /** Whether other keys live under this name. */
  static boolean isSection(String name) {
    return all().stream().anyMatch(key -> key.name().startsWith(name + "."));
  }

  private static <T> Draft<T> key(String name, KeyType<T> type, String meaning) {
    return new Draft<>(ROOT + name, type, meaning);
  }

  /** A key whose default is still to be told. */
  private record Draft<T>(String name, KeyType<T> type, String meaning) {

    Key<T> required(String example) {
      return add(Optional.empty(), "(required)", example);
    }

    Key<T> optional(String example) {
      return add(Optional.empty(), "(not set)", example);
    }

    Key<T> or(String fallback) {
      return or(fallback, fallback);
    }

    Key<T> or(String fallback, String shown) {
      String example = fallback.replace(DATASET_PLACE, DATASET.example());
      return add(Optional.of(fallback), shown, example);
    }

    private Key<T> add(Optional<String> fallback, String shown, String example) {
      Key<T> key = new Key<>(name, type, fallback, shown, example, meaning);
      ALL.add(key);
      return key;
    }
  }
}
