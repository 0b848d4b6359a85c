package io.streamlake.gcs.complete;

import io.streamlake.core.StreamLakeException;
import io.streamlake.gcs.ledger.ChainRoot;
import io.streamlake.gcs.ledger.FileEntry;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.ledger.Layout.DataName;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.store.Created;
import io.streamlake.gcs.store.NewObject;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks a topic's folders as complete, and what comes late. All it keeps is in the bucket: where it
 * goes on is told by the newest marker, because folders are settled in the order of their time, and
 * all markers are created once, under names that every member derives alike. For one thread.
 */
final class TopicCompleteness {

  private static final Logger LOG = LoggerFactory.getLogger(TopicCompleteness.class);

  private final ObjectStore store;
  private final Layout layout;
  private final String topic;
  private final CompletenessRule rule;
  private final MarkerNames names;
  private final ChainFollower chains;
  private final Map<Integer, PartitionProgress> progress = new TreeMap<>();
  private final Map<Integer, ChainRoot> roots = new TreeMap<>();

  /** Folders that may lack a marker; their names sort as their times do. */
  private final NavigableSet<String> unsettled = new TreeSet<>();

  private final Instant since;
  private Optional<Marker> newest = Optional.empty();
  private boolean isStarted;

  /**
   * Begins to look at a topic.
   *
   * @param since when that is: how quiet a partition was before nobody knows
   */
  TopicCompleteness(
      ObjectStore store, Layout layout, String topic, CompletenessRule rule, Instant since) {
    this.store = store;
    this.layout = layout;
    this.topic = topic;
    this.rule = rule;
    this.names = new MarkerNames(layout, topic);
    this.chains = new ChainFollower(store, layout);
    this.since = since;
  }

  /**
   * Follows the ledger to its tips, and settles what is complete by now.
   *
   * @param log what of the topic may be landed here, asked for before
   * @param now when that was
   */
  void proceed(TopicLog log, Instant now) {
    if (!isStarted) {
      newest = newestMarker();
    }
    chains.partitions(topic).forEach(this::follow);
    if (!isStarted) {
      addListedFolders();
      isStarted = true;
    }
    List<PartitionProgress> partitions = new Backlog(log, roots).heldBy(progress);
    settle(rule.watermarkMs(partitions, since, now), now);
  }

  private void follow(TopicPartition partition) {
    int number = partition.partition();
    chains.root(partition).ifPresent(root -> roots.put(number, root));
    Optional.ofNullable(progress.get(number))
        .or(() -> first(partition))
        .ifPresent(from -> progress.put(number, chains.follow(partition, from, unsettled::add)));
  }

  /** The partitions whose chains are landed from a log. */
  Set<Integer> landedFrom(TopicLog log) {
    return roots.entrySet().stream()
        .filter(root -> log.isOf(root.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private Optional<Marker> newestMarker() {
    List<String> last = new ArrayList<>(List.of(""));
    store.list(
        names.prefix(),
        object -> names.folder(object.name()).ifPresent(folder -> last.set(0, object.name())));
    return Optional.of(last.get(0)).filter(name -> !name.isEmpty()).map(this::read);
  }

  private Marker read(String name) {
    return store
        .read(name)
        .map(json -> Marker.read(name, json))
        .orElseThrow(
            () -> new StreamLakeException(name + ": it exists, and yet it cannot be read", null));
  }

  /**
   * Where to go on: what a marker accounts for is settled. A lake without any marker has its
   * folders listed, so its claims need not be read.
   */
  private Optional<PartitionProgress> first(TopicPartition partition) {
    if (newest.isEmpty()) {
      return isStarted ? chains.start(partition) : chains.lastClaim(partition);
    }
    Optional<Marker.Partition> marked =
        newest.get().partitions().stream()
            .filter(each -> each.partition() == partition.partition())
            .findFirst();
    return marked.map(Marker.Partition::progress).or(() -> chains.start(partition));
  }

  private void addListedFolders() {
    String from = newest.map(marker -> layout.dataPrefix(topic) + marker.folder() + "/").orElse("");
    store.list(
        layout.dataPrefix(topic),
        from,
        object -> layout.parseData(object.name()).map(DataName::folder).ifPresent(unsettled::add));
  }

  private void settle(long watermarkMs, Instant now) {
    Iterator<String> folders = unsettled.iterator();
    while (folders.hasNext()) {
      String folder = folders.next();
      OptionalLong endMs = FolderTime.endMs(folder);
      if (endMs.isPresent() && !rule.isComplete(endMs.getAsLong(), watermarkMs)) {
        continue;
      }
      if (endMs.isPresent()) {
        settle(folder, watermarkMs, now);
      }
      folders.remove();
    }
  }

  private void settle(String folder, long watermarkMs, Instant now) {
    List<Landed> landed = landed(folder);
    Marker marker = marker(folder, landed, watermarkMs, now);
    if (create(names.success(folder), marker)) {
      LOG.info("{}/{} is complete: {} records", topic, folder, marker.records());
      return;
    }
    Marker first = read(names.success(folder));
    landed.stream()
        .filter(object -> first.isLate(object.partition(), object.from()))
        .forEach(object -> late(folder, object, watermarkMs, now));
  }

  private void late(String folder, Landed object, long watermarkMs, Instant now) {
    Marker.Partition partition =
        new Marker.Partition(
            object.partition(),
            object.next(),
            object.latestMs(),
            object.claimedAt().toString(),
            1,
            object.records());
    Marker marker =
        new Marker(
            Marker.VERSION,
            topic,
            folder,
            object.records(),
            watermarkMs,
            now.toString(),
            List.of(partition));
    if (create(names.late(folder, object.partition(), object.from()), marker)) {
      LOG.warn("{}/{}: {} records came late: {}", topic, folder, object.records(), object.name());
    }
  }

  private boolean create(String name, Marker marker) {
    return store.create(NewObject.json(name, marker.toJson())) == Created.CREATED;
  }

  private record Landed(
      String name,
      int partition,
      long from,
      long next,
      long records,
      long latestMs,
      Instant claimedAt) {}

  /** The folder's data objects of all claims that are known to be complete. */
  private List<Landed> landed(String folder) {
    List<Landed> landed = new ArrayList<>();
    store.list(
        layout.dataPrefix(topic) + folder + "/",
        object ->
            layout
                .parseData(object.name())
                .filter(name -> name.folder().equals(folder) && isKnown(name))
                .flatMap(name -> landed(name, object))
                .ifPresent(landed::add));
    return landed;
  }

  private boolean isKnown(DataName name) {
    PartitionProgress known = progress.get(name.partition().partition());
    return known != null && name.from() < known.position();
  }

  private Optional<Landed> landed(DataName name, StoredObject object) {
    return chains
        .claim(name.partition(), name.from())
        .flatMap(claim -> claim.file(object.name()).map(file -> landed(name, claim, file, object)));
  }

  private Landed landed(DataName name, LedgerEntry claim, FileEntry file, StoredObject object) {
    return new Landed(
        file.name(),
        name.partition().partition(),
        name.from(),
        claim.next(),
        file.records() - chains.lost(claim, file, object),
        file.maxTimestampMs(),
        claim.createdAt());
  }

  private Marker marker(String folder, List<Landed> landed, long watermarkMs, Instant now) {
    List<Marker.Partition> partitions = new ArrayList<>();
    progress.forEach(
        (number, known) -> {
          List<Landed> own = landed.stream().filter(each -> each.partition() == number).toList();
          partitions.add(
              new Marker.Partition(
                  number,
                  known.position(),
                  known.watermarkMs(),
                  known.lastClaim().toString(),
                  own.size(),
                  records(own)));
        });
    return new Marker(
        Marker.VERSION, topic, folder, records(landed), watermarkMs, now.toString(), partitions);
  }

  private static long records(List<Landed> landed) {
    return landed.stream().mapToLong(Landed::records).sum();
  }
}
