package io.streamlake.gcs.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.format.Encoding;
import io.streamlake.gcs.ledger.Audit;
import io.streamlake.gcs.ledger.AuditOptions;
import io.streamlake.gcs.ledger.ChainRoot;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.RecreatedTopic;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** The guarantees, checked against what a world's log was given and its bucket holds. */
final class WorldCheck {

  private final WriterWorld world;

  WorldCheck(WriterWorld world) {
    this.world = world;
  }

  void check() {
    ledger();
    for (TopicPartition partition : world.log().partitions("orders")) {
      TopicPartition place = world.place(partition);
      partition(partition, place);
      predecessors(partition, place);
    }
  }

  /** At the moment of a claim: all that it covers is staged, safe elsewhere, or gone. */
  void claim(Layout.LedgerName name) {
    LedgerEntry claim = world.claim(name.partition(), name.from());
    TopicPartition partition = RecreatedTopic.source(name.partition());
    Incarnation incarnation = incarnation(name.partition());
    Set<Long> dead = WriterWorld.deadOffsets(List.of(claim));
    assertThat(world.deadLetters.acknowledged(partition)).as("acknowledged").containsAll(dead);
    Set<Long> delivered =
        new TreeSet<>(incarnation.produced(partition).subMap(claim.from(), claim.next()).keySet());
    delivered.removeIf(offset -> claim.holes().stream().anyMatch(hole -> hole.contains(offset)));
    int all = delivered.size();
    delivered.removeIf(offset -> incarnation.losses.isCompacted(partition, offset));
    assertThat(claim.records() + dead.size())
        .as("%s settles", claim)
        .isBetween((long) delivered.size(), (long) all);
  }

  private long start(TopicPartition place) {
    return world.root(place).from();
  }

  private Incarnation incarnation(TopicPartition place) {
    ChainRoot root = world.root(place);
    return Objects.requireNonNull(world.incarnations().get(root.topicId()));
  }

  void ledger() {
    Instant late = world.now().plus(Duration.ofDays(1));
    AuditOptions options =
        new AuditOptions(Optional.empty(), Duration.ZERO, true, late, progress -> {});
    assertThat(Audit.run(world.store, world.layout, options).findings()).isEmpty();
  }

  private void partition(TopicPartition partition, TopicPartition place) {
    Incarnation incarnation = world.incarnation();
    TreeMap<Long, String> expected = new TreeMap<>(incarnation.produced(partition));
    Set<Long> dead = world.deadOffsets(place);
    assertThat(world.deadLetters.acknowledged(partition)).as("acknowledged").containsAll(dead);
    assertThat(expected.keySet()).as("dead letters in claims").containsAll(dead);
    expected.keySet().removeAll(dead);
    Map<Long, List<String>> once = new TreeMap<>();
    expected.forEach((offset, value) -> once.put(offset, List.of(value)));
    Map<Long, List<String>> landed = landed(place);
    incarnation.losses.removeAccounted(
        partition, once, landed, claimsAndAmendments(place), start(place));
    assertThat(landed).as("landed in " + place).isEqualTo(once);
    assertThat(world.harness().group().committed(partition))
        .as("committed")
        .hasValueSatisfying(
            offset -> assertThat(offset.offset()).isEqualTo(world.log().end(partition)));
  }

  /** What was landed of topics that are gone is theirs, and there once. */
  private void predecessors(TopicPartition partition, TopicPartition present) {
    for (TopicPartition place : world.places(partition)) {
      if (!place.equals(present)) {
        Map<Long, String> produced = incarnation(place).produced(partition);
        landed(place)
            .forEach(
                (offset, values) ->
                    assertThat(values)
                        .as("landed in " + place)
                        .containsExactly(produced.get(offset)));
      }
    }
  }

  private List<LedgerEntry> claimsAndAmendments(TopicPartition place) {
    List<LedgerEntry> all = new ArrayList<>();
    for (LedgerEntry claim : world.claims(place)) {
      all.add(claim);
      all.addAll(world.amendments(place, claim));
    }
    return all;
  }

  /** What is in a partition's data objects: the values found at each offset. */
  Map<Long, List<String>> landed(TopicPartition partition) {
    Map<Long, List<String>> landed = new TreeMap<>();
    for (String name : world.dataNames()) {
      Layout.DataName parsed = world.layout.parseData(name).orElseThrow();
      if (parsed.partition().equals(partition)) {
        read(world.claim(partition, parsed.from()), name, landed);
      }
    }
    return landed;
  }

  private void read(LedgerEntry claim, String name, Map<Long, List<String>> landed) {
    Encoding encoding = Encoding.of(claim.format(), claim.compression(), OptionalInt.empty());
    try {
      encoding.read(
          new ByteArrayInputStream(world.bytes(name)),
          record ->
              landed
                  .computeIfAbsent(record.offset(), offset -> new ArrayList<>())
                  .add(new String(record.value(), UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
