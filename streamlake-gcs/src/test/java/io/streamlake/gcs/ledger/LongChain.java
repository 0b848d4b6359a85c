package io.streamlake.gcs.ledger;

import io.streamlake.gcs.store.Created;
import io.streamlake.gcs.store.NewObject;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.StoredObject;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A store that holds one partition's long chain without holding anything: it computes each object.
 */
final class LongChain implements ObjectStore {

  static final long RECORDS = 10;

  final Layout layout = new Layout("shop");
  final Set<String> lost = ConcurrentHashMap.newKeySet();
  final AtomicLong reads = new AtomicLong();
  final AtomicLong heads = new AtomicLong();

  private final long segments;

  LongChain(long segments) {
    this.segments = segments;
  }

  String entryName(long segment) {
    return layout.entry(Lake.PARTITION, segment * RECORDS);
  }

  String dataName(long segment) {
    return layout.dataObject(Lake.PARTITION, segment * RECORDS, "dt=2026-11-23/hour=17", "jsonl");
  }

  private FileEntry file(long segment) {
    long from = segment * RECORDS;
    String content = "sha256:" + String.format("%064x", segment);
    return new FileEntry(
        dataName(segment), RECORDS, from, from + RECORDS - 1, 1, 1, 100, (int) segment, content);
  }

  private LedgerEntry entry(long segment) {
    long from = segment * RECORDS;
    return new LedgerEntry(
        1,
        "c1",
        "k",
        "orders",
        null,
        0,
        from,
        from + RECORDS,
        "n",
        RECORDS,
        List.of(),
        List.of(),
        0,
        List.of(file(segment)),
        "jsonl",
        "none",
        "hour",
        "read_committed",
        "w",
        Lake.CLAIMED);
  }

  @Override
  public Optional<byte[]> read(String name) {
    reads.incrementAndGet();
    if (name.equals(layout.chainRoot(Lake.PARTITION))) {
      ChainRoot root = new ChainRoot(1, "k", null, "c1", 0, "earliest", Lake.CLAIMED);
      return Optional.of(LedgerJson.write(root));
    }
    return layout
        .parseLedger(name)
        .filter(ledger -> ledger.amendment().isEmpty())
        .filter(ledger -> ledger.from() < segments * RECORDS && !lost.contains(name))
        .map(ledger -> LedgerJson.write(entry(ledger.from() / RECORDS)));
  }

  @Override
  public Optional<StoredObject> head(String name) {
    heads.incrementAndGet();
    return layout
        .parseData(name)
        .filter(data -> !lost.contains(name))
        .map(data -> object(data.from() / RECORDS));
  }

  private StoredObject object(long segment) {
    FileEntry file = file(segment);
    return new StoredObject(
        file.name(),
        file.bytes(),
        OptionalInt.of(file.crc32c()),
        Map.of("streamlake-content", file.content()));
  }

  @Override
  public void list(String prefix, String startOffset, Consumer<StoredObject> each) {
    boolean isData = prefix.startsWith(layout.dataPrefix());
    long first =
        layout
            .parseLedger(startOffset)
            .map(name -> (name.from() + RECORDS - 1) / RECORDS)
            .orElse(0L);
    for (long segment = first; segment < segments; segment++) {
      String name = isData ? dataName(segment) : entryName(segment);
      if (!lost.contains(name)) {
        each.accept(
            isData ? object(segment) : new StoredObject(name, 1, OptionalInt.empty(), Map.of()));
      }
    }
  }

  @Override
  public Created create(NewObject object) {
    throw new UnsupportedOperationException("an audit only reads");
  }

  @Override
  public Optional<InputStream> open(String name) {
    throw new UnsupportedOperationException("nothing is to be decoded");
  }

  @Override
  public void check() {
    // always there
  }

  @Override
  public String location() {
    return "memory://long";
  }

  @Override
  public void close() {
    // nothing is open
  }
}
