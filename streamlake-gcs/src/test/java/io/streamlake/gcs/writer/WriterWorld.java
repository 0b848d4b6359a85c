package io.streamlake.gcs.writer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlake.core.StreamLakeException;
import io.streamlake.gcs.ledger.AmendedProof;
import io.streamlake.gcs.ledger.ChainRoot;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.LedgerJson;
import io.streamlake.gcs.ledger.OffsetRange;
import io.streamlake.gcs.ledger.RecreatedTopic;
import io.streamlake.gcs.store.InMemoryObjectStore;
import io.streamlake.gcs.store.InMemoryObjectStore.Call;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import io.streamlake.gcs.store.InMemoryObjectStore.Operation;
import io.streamlake.testkit.InMemoryDeadLetters;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.StepExecutor;
import io.streamlake.testkit.TestLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** A log, a bucket, dead letters, and processes that land the one in the other. */
final class WriterWorld {

  static final TopicPartition P0 = new TopicPartition("orders", 0);
  static final TopicPartition P1 = new TopicPartition("orders", 1);
  static final String POISON = "this is not JSON";

  final InMemoryObjectStore store = new InMemoryObjectStore();
  final InMemoryDeadLetters deadLetters = new InMemoryDeadLetters();
  final Layout layout = new Layout("shop");
  final Path directory;
  final ClusterIdentity identity;

  private final LoopHarness harness;
  private final Map<String, Incarnation> incarnations = new LinkedHashMap<>();
  private String topicId = "first-id";
  private boolean isTopicIdKnown = true;
  private int unansweredBeginnings;
  private boolean isFirst = true;

  WriterWorld(Path directory, int partitions) {
    this.directory = directory;
    this.identity = identity();
    this.harness =
        LoopHarness.over("orders", partitions)
            .deadLetters(deadLetters)
            .with(loop -> loop.drainTimeout(Duration.ofSeconds(20)).jitter(() -> 0.5));
    incarnations.put(topicId, new Incarnation());
  }

  private ClusterIdentity identity() {
    return new ClusterIdentity() {
      @Override
      public Optional<String> clusterId() {
        return Optional.of("cluster");
      }

      @Override
      public Optional<String> topicId(String topic) {
        return isTopicIdKnown ? Optional.of(topicId) : Optional.empty();
      }

      @Override
      public OptionalLong beginning(TopicPartition partition) {
        if (unansweredBeginnings > 0) {
          unansweredBeginnings--;
          throw new StreamLakeException(partition + ": the broker does not answer");
        }
        return OptionalLong.of(log().beginning(partition));
      }
    };
  }

  void recreateTopic() {
    recreateTopic("second-id");
  }

  void recreateTopic(String id) {
    log().recreateTopic("orders");
    topicId = id;
    incarnations.put(id, new Incarnation());
  }

  /** Makes the topic's id unknown, as for a client that may not describe it. */
  void denyTopicId() {
    isTopicIdKnown = false;
  }

  void allowTopicId() {
    isTopicIdKnown = true;
  }

  /** Leaves so many questions for the first offset of a log without an answer. */
  void leaveBeginningsUnanswered(int times) {
    unansweredBeginnings = times;
  }

  /** What was produced to the topic as it is now, and what of it is gone. */
  Incarnation incarnation() {
    return Objects.requireNonNull(incarnations.get(topicId));
  }

  /** All topics of that name so far, by their ids, oldest first. */
  Map<String, Incarnation> incarnations() {
    return incarnations;
  }

  String topicId() {
    return topicId;
  }

  /** Deletes a partition's oldest records, as retention does. */
  void retain(TopicPartition partition, long from) {
    log().deleteRecordsBefore(partition, from);
    incarnation().losses.retained(partition, from);
  }

  /** Removes a record, as compaction does. */
  void compact(TopicPartition partition, long offset) {
    log().compact(partition, offset);
    incarnation().losses.compacted(partition, offset);
  }

  /** The offsets of the records that the log still has. */
  List<Long> heldRecords(TopicPartition partition) {
    long beginning = log().beginning(partition);
    return incarnation().produced(partition).tailMap(beginning, true).keySet().stream()
        .filter(offset -> !incarnation().losses.isCompacted(partition, offset))
        .toList();
  }

  /** A claim's amendments, in their order. */
  List<LedgerEntry> amendments(LedgerEntry claim) {
    return amendments(claim.topicPartition(), claim);
  }

  List<LedgerEntry> amendments(TopicPartition place, LedgerEntry claim) {
    return AmendedProof.amendments(store, layout, place, claim);
  }

  /** A process that has not started. */
  WriterProcess process() {
    return process(StepExecutor.inOrder());
  }

  WriterProcess process(StepExecutor storeWorkers) {
    LoopHarness own = isFirst ? harness : harness.peer();
    isFirst = false;
    return new WriterProcess(this, own, storeWorkers);
  }

  TestLog log() {
    return harness.log();
  }

  Instant now() {
    return harness.time().now();
  }

  /** Appends values, dated now. */
  void produce(TopicPartition partition, String... values) {
    for (String value : values) {
      produceAt(partition, now(), value);
    }
  }

  /** Appends numbers, which are JSON. */
  void produce(TopicPartition partition, int count) {
    for (int i = 0; i < count; i++) {
      produce(partition, Integer.toString(i));
    }
  }

  void produceAt(TopicPartition partition, Instant timestamp, String value) {
    long offset =
        log()
            .append(
                new ProducerRecord<>(
                    partition.topic(),
                    partition.partition(),
                    timestamp.toEpochMilli(),
                    null,
                    value.getBytes(UTF_8)));
    incarnation().produced(partition).put(offset, value);
  }

  /** A partition's claims, in order. */
  List<LedgerEntry> claims(TopicPartition partition) {
    String prefix = layout.ledgerPrefix(partition);
    return store.names().stream()
        .filter(name -> name.startsWith(prefix))
        .filter(name -> layout.parseLedger(name).filter(Layout.LedgerName::isEntry).isPresent())
        .map(name -> LedgerJson.readEntry(name, bytes(name)))
        .toList();
  }

  LedgerEntry claim(TopicPartition partition, long from) {
    String name = layout.entry(partition, from);
    return LedgerJson.readEntry(name, bytes(name));
  }

  /** Where the topic as it is now is landed. */
  TopicPartition place(TopicPartition partition) {
    return places(partition).stream()
        .filter(place -> topicId.equals(root(place).topicId()))
        .findFirst()
        .orElse(partition);
  }

  /** Where there is a chain of any topic of that name. */
  List<TopicPartition> places(TopicPartition partition) {
    List<TopicPartition> places = new ArrayList<>(List.of(partition));
    incarnations.keySet().forEach(id -> places.add(RecreatedTopic.place(partition, id)));
    places.removeIf(place -> !store.names().contains(layout.chainRoot(place)));
    return places;
  }

  ChainRoot root(TopicPartition partition) {
    String name = layout.chainRoot(partition);
    return LedgerJson.readRoot(name, bytes(name));
  }

  byte[] bytes(String name) {
    return store.read(name).orElseThrow();
  }

  boolean isClaim(String name) {
    return layout.parseLedger(name).filter(Layout.LedgerName::isEntry).isPresent();
  }

  boolean isData(String name) {
    return layout.parseData(name).isPresent();
  }

  boolean createsClaim(Call call) {
    return call.operation() == Operation.CREATE && isClaim(call.name());
  }

  boolean createsData(Call call) {
    return call.operation() == Operation.CREATE && isData(call.name());
  }

  boolean createsAmendment(Call call) {
    return call.operation() == Operation.CREATE
        && layout.parseLedger(call.name()).filter(name -> name.amendment().isPresent()).isPresent();
  }

  List<String> dataNames() {
    return store.names().stream().filter(this::isData).toList();
  }

  /** What is in a partition's data objects: the values found at each offset. */
  Map<Long, List<String>> landed(TopicPartition partition) {
    return new WorldCheck(this).landed(partition);
  }

  /** Checks all guarantees, once everything has come to rest. */
  void check() {
    new WorldCheck(this).check();
  }

  /** Checks from now on, at the moment of each claim, that it covers nothing unsettled. */
  void checkEachClaim() {
    WorldCheck check = new WorldCheck(this);
    store.inject(
        (moment, call) -> {
          if (moment == Moment.AFTER && createsClaim(call)) {
            check.claim(layout.parseLedger(call.name()).orElseThrow());
          }
        });
  }

  void checkLedger() {
    new WorldCheck(this).ledger();
  }

  Set<Long> deadOffsets(TopicPartition partition) {
    return deadOffsets(claims(partition));
  }

  static Set<Long> deadOffsets(List<LedgerEntry> claims) {
    Set<Long> dead = new TreeSet<>();
    for (LedgerEntry claim : claims) {
      for (OffsetRange range : claim.deadLetters()) {
        LongStream.rangeClosed(range.first(), range.last()).forEach(dead::add);
      }
    }
    return dead;
  }

  LoopHarness harness() {
    return harness;
  }
}
