package io.streamlake.gcs.complete;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlake.gcs.ledger.ChainRoot;
import io.streamlake.gcs.ledger.FileEntry;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.LedgerJson;
import io.streamlake.gcs.store.InMemoryObjectStore;
import io.streamlake.gcs.store.InMemoryObjectStore.Operation;
import io.streamlake.gcs.store.NewObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A lake of hours in memory, as claims and listings tell it, and whoever marks them. */
final class MarkedLake {

  static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  static final String TEN = "dt=2026-11-23/hour=10";
  static final String ELEVEN = "dt=2026-11-23/hour=11";
  static final String SUCCESS = "shop/_complete/orders/" + TEN + "/_SUCCESS.json";

  final InMemoryObjectStore store = new InMemoryObjectStore();
  final Layout layout = new Layout("shop");
  Instant now = NOON;
  String topic = "orders";
  String topicId = "first-id";

  /** All that is landed, unless a test says that there is more. */
  final Map<Integer, LogEnd> log = new HashMap<>();

  /** What the broker answers. */
  TopicLogs broker = name -> new TopicLog(topicId, log);

  CompletenessMarkers member() {
    CompletenessRule rule = new CompletenessRule(Duration.ofMinutes(15), Duration.ofHours(1));
    WatchedTopics topics = new WatchedTopics(() -> Set.of("orders"), name -> broker.ask(name));
    return CompletenessMarkers.unscheduled(store, layout, rule, topics, () -> now);
  }

  void logEnds(int partition, long beginning, long end) {
    log.put(partition, new LogEnd(beginning, end, Optional.empty()));
  }

  void logEnds(int partition, long end, OffsetAndMetadata committed) {
    log.put(partition, new LogEnd(0, end, Optional.of(committed)));
  }

  /** Deletes the topic, and creates it again. */
  void recreateTopic() {
    topicId = "second-id";
    topic = "orders~second-id";
    log.clear();
  }

  List<String> markerNames() {
    return store.names().stream().filter(name -> name.contains("/_complete/")).toList();
  }

  long accountedRecords() {
    return markerNames().stream()
        .filter(name -> name.contains(TEN))
        .mapToLong(name -> Marker.read(name, store.read(name).orElseThrow()).records())
        .sum();
  }

  int reads(String part) {
    return (int)
        store.calls().stream()
            .filter(call -> call.operation() == Operation.READ && call.name().contains(part))
            .count();
  }

  record Folder(String path, long records, Instant latest) {}

  static Folder file(String folder, long records, String latest) {
    String time = latest.length() == 5 ? latest + ":00" : latest;
    return new Folder(folder, records, Instant.parse("2026-11-23T" + time + "Z"));
  }

  static Folder future() {
    return new Folder("dt=2099-01-01/hour=00", 1, Instant.parse("2099-01-01T00:00:00Z"));
  }

  void root(int partition) {
    ChainRoot root = new ChainRoot(1, "k", topicId, "c1", 0, "earliest", NOON);
    put(layout.chainRoot(partition(partition)), LedgerJson.write(root));
    log.putIfAbsent(partition, new LogEnd(0, 0, Optional.empty()));
  }

  /** Claims and lands a segment, at noon; answers the data objects' names. */
  List<String> segment(int partition, long from, long next, Folder... folders) {
    TopicPartition name = partition(partition);
    List<FileEntry> files = new ArrayList<>();
    for (Folder folder : folders) {
      long latest = folder.latest().toEpochMilli();
      String content = "sha256:" + "0".repeat(64);
      String data = layout.dataObject(name, from, folder.path(), "jsonl");
      files.add(
          new FileEntry(data, folder.records(), from, next - 1, latest, latest, 4, 1, content));
    }
    long records = Arrays.stream(folders).mapToLong(Folder::records).sum();
    LedgerEntry claim =
        new LedgerEntry(
            1,
            "c1",
            "k",
            "orders",
            null,
            partition,
            from,
            next,
            "n",
            records,
            List.of(),
            List.of(),
            next - from - records,
            files,
            "jsonl",
            "none",
            "hour",
            "read_committed",
            "w",
            NOON);
    put(layout.entry(name, from), LedgerJson.write(claim));
    log.merge(
        partition,
        new LogEnd(0, next, Optional.empty()),
        (before, now) -> before.end() < now.end() ? now : before);
    files.forEach(file -> put(file.name(), "data".getBytes(UTF_8)));
    return files.stream().map(FileEntry::name).toList();
  }

  TopicPartition partition(int number) {
    return new TopicPartition(topic, number);
  }

  void put(String name, byte[] bytes) {
    store.create(NewObject.json(name, bytes));
  }
}
