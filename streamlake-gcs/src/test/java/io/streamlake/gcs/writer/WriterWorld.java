package io.streamlake.gcs.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.format.Compression;
import io.streamlake.gcs.format.JsonlReader;
import io.streamlake.gcs.ledger.AmendedProof;
import io.streamlake.gcs.ledger.Audit;
import io.streamlake.gcs.ledger.AuditOptions;
import io.streamlake.gcs.ledger.ChainRoot;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.LedgerJson;
import io.streamlake.gcs.ledger.OffsetRange;
import io.streamlake.gcs.store.InMemoryObjectStore;
import io.streamlake.gcs.store.InMemoryObjectStore.Call;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import io.streamlake.gcs.store.InMemoryObjectStore.Operation;
import io.streamlake.testkit.InMemoryDeadLetters;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.StepExecutor;
import io.streamlake.testkit.TestLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
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
  private final Map<TopicPartition, TreeMap<Long, String>> produced = new HashMap<>();
  private final Map<String, String> topicIds = new HashMap<>();
  private final Losses losses = new Losses();
  private boolean isFirst = true;

  WriterWorld(Path directory, int partitions) {
    this.directory = directory;
    this.identity = identity();
    this.harness =
        LoopHarness.over("orders", partitions)
            .deadLetters(deadLetters)
            .with(loop -> loop.drainTimeout(Duration.ofSeconds(20)));
    topicIds.put("orders", "first-id");
  }

  private ClusterIdentity identity() {
    return new ClusterIdentity() {
      @Override
      public Optional<String> clusterId() {
        return Optional.of("cluster");
      }

      @Override
      public Optional<String> topicId(String topic) {
        return Optional.ofNullable(topicIds.get(topic));
      }

      @Override
      public OptionalLong beginning(TopicPartition partition) {
        return OptionalLong.of(log().beginning(partition));
      }
    };
  }

  void recreateTopic() {
    log().recreateTopic("orders");
    topicIds.put("orders", "second-id");
    produced.clear();
    losses.clear();
  }

  /** Makes the topic's id unknown, as for a client that may not describe it. */
  void denyTopicId() {
    topicIds.clear();
  }

  void allowTopicId(String id) {
    topicIds.put("orders", id);
  }

  /** Deletes a partition's oldest records, as retention does. */
  void retain(TopicPartition partition, long from) {
    log().deleteRecordsBefore(partition, from);
    losses.retained(partition, from);
  }

  /** Removes a record, as compaction does. */
  void compact(TopicPartition partition, long offset) {
    log().compact(partition, offset);
    losses.compacted(partition, offset);
  }

  /** A claim's amendments, in their order. */
  List<LedgerEntry> amendments(LedgerEntry claim) {
    return AmendedProof.amendments(store, layout, claim.topicPartition(), claim);
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
    produced.computeIfAbsent(partition, key -> new TreeMap<>()).put(offset, value);
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

  List<String> dataNames() {
    return store.names().stream().filter(this::isData).toList();
  }

  /** What is in a partition's data objects: the values found at each offset. */
  Map<Long, List<String>> landed(TopicPartition partition) {
    Map<Long, List<String>> landed = new TreeMap<>();
    for (String name : dataNames()) {
      Layout.DataName parsed = layout.parseData(name).orElseThrow();
      if (parsed.partition().equals(partition)) {
        read(name, parsed.extension(), landed);
      }
    }
    return landed;
  }

  private void read(String name, String extension, Map<Long, List<String>> landed) {
    Compression compression =
        Arrays.stream(Compression.values())
            .filter(each -> each.extension().equals(extension))
            .findFirst()
            .orElseThrow();
    try {
      JsonlReader.read(
          new ByteArrayInputStream(bytes(name)),
          compression,
          record ->
              landed
                  .computeIfAbsent(record.offset(), offset -> new ArrayList<>())
                  .add(new String(record.value(), UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /** Checks all guarantees, once everything has come to rest. */
  void check() {
    checkLedger();
    for (TopicPartition partition : log().partitions("orders")) {
      checkPartition(partition);
    }
  }

  /** Checks from now on, at the moment of each claim, that it covers nothing unsettled. */
  void checkEachClaim() {
    store.inject(
        (moment, call) -> {
          if (moment == Moment.AFTER && createsClaim(call)) {
            checkClaim(layout.parseLedger(call.name()).orElseThrow());
          }
        });
  }

  private void checkClaim(Layout.LedgerName name) {
    LedgerEntry claim = claim(name.partition(), name.from());
    Set<Long> dead = deadOffsets(List.of(claim));
    assertThat(deadLetters.acknowledged(name.partition())).as("acknowledged").containsAll(dead);
    Set<Long> delivered =
        new TreeSet<>(
            produced
                .getOrDefault(name.partition(), new TreeMap<>())
                .subMap(claim.from(), claim.next())
                .keySet());
    delivered.removeIf(offset -> claim.holes().stream().anyMatch(hole -> hole.contains(offset)));
    int all = delivered.size();
    delivered.removeIf(offset -> losses.isCompacted(name.partition(), offset));
    assertThat(claim.records() + dead.size())
        .as("%s settles", claim)
        .isBetween((long) delivered.size(), (long) all);
  }

  void checkLedger() {
    Instant late = now().plus(Duration.ofDays(1));
    AuditOptions options =
        new AuditOptions(Optional.empty(), Duration.ZERO, true, late, progress -> {});
    assertThat(Audit.run(store, layout, options).findings()).isEmpty();
  }

  private void checkPartition(TopicPartition partition) {
    TreeMap<Long, String> expected =
        new TreeMap<>(produced.getOrDefault(partition, new TreeMap<>()));
    Set<Long> dead = deadOffsets(partition);
    assertThat(deadLetters.acknowledged(partition)).as("acknowledged").containsAll(dead);
    assertThat(expected.keySet()).as("dead letters in claims").containsAll(dead);
    expected.keySet().removeAll(dead);
    Map<Long, List<String>> once = new TreeMap<>();
    expected.forEach((offset, value) -> once.put(offset, List.of(value)));
    Map<Long, List<String>> landed = landed(partition);
    losses.removeAccounted(partition, once, landed, claimsAndAmendments(partition));
    assertThat(landed).as("landed in " + partition).isEqualTo(once);
    assertThat(harness.group().committed(partition))
        .as("committed")
        .hasValueSatisfying(offset -> assertThat(offset.offset()).isEqualTo(log().end(partition)));
  }

  private List<LedgerEntry> claimsAndAmendments(TopicPartition partition) {
    List<LedgerEntry> all = new ArrayList<>();
    for (LedgerEntry claim : claims(partition)) {
      all.add(claim);
      all.addAll(amendments(claim));
    }
    return all;
  }

  Set<Long> deadOffsets(TopicPartition partition) {
    return deadOffsets(claims(partition));
  }

  private static Set<Long> deadOffsets(List<LedgerEntry> claims) {
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
