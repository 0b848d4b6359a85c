package io.streamlake.lab.read;

import io.streamlake.lab.data.PartitionSnapshot;
import io.streamlake.lab.data.TopicSnapshot;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compares a lake's records with what their topic held: hand it every record of the lake, then ask
 * for the {@link #report()}. Records of other topics are ignored. Not thread-safe.
 */
public final class LakeComparison {

  private final TopicSnapshot snapshot;
  private final List<BitSet> seen;
  private final Findings duplicated = new Findings("duplicated");
  private final Findings different = new Findings("different");
  private final Findings extra = new Findings("extra");
  private long landed;

  /**
   * Starts a comparison.
   *
   * @param snapshot what must be in the lake, no more and no less
   */
  public LakeComparison(TopicSnapshot snapshot) {
    this.snapshot = snapshot;
    this.seen = Stream.generate(BitSet::new).limit(snapshot.partitions().size()).toList();
  }

  /**
   * Compares a reader's records of the snapshot's topic.
   *
   * @param snapshot what must be in the lake
   * @param reader what is
   * @return what differs
   * @throws IOException when the lake cannot be read
   * @throws BrokenLakeException when the lake is not as its layout promises
   */
  public static LakeReport compare(TopicSnapshot snapshot, LakeReader reader) throws IOException {
    LakeComparison comparison = new LakeComparison(snapshot);
    reader.read(comparison::add);
    return comparison.report();
  }

  /**
   * Takes the next record of the lake.
   *
   * @param record in any order
   */
  public void add(LandedRecord record) {
    if (!record.place().topic().equals(snapshot.topic())) {
      return;
    }
    landed++;
    int number = record.place().partition();
    if (number >= snapshot.partitions().size()) {
      extra.add(describe(record));
      return;
    }
    PartitionSnapshot partition = snapshot.partitions().get(number);
    int index = partition.indexOf(record.place().offset());
    if (index < 0) {
      extra.add(describe(record));
    } else if (seen.get(number).get(index)) {
      duplicated.add(describe(record));
    } else {
      seen.get(number).set(index);
      if (!partition.fingerprint(index).equals(record.content().fingerprint())) {
        different.add(describe(record));
      }
    }
  }

  /**
   * What was found so far, with everything that has not been seen as missing.
   *
   * @return the report
   */
  public LakeReport report() {
    Findings missing = new Findings("missing");
    for (int number = 0; number < seen.size(); number++) {
      PartitionSnapshot partition = snapshot.partitions().get(number);
      BitSet found = seen.get(number);
      for (int i = found.nextClearBit(0); i < partition.records(); i = found.nextClearBit(i + 1)) {
        missing.add(partition.place(i).toString());
      }
    }
    return new LakeReport(
        snapshot.records(),
        landed,
        Stream.of(missing, duplicated, different, extra).map(Findings::result).toList());
  }

  private static String describe(LandedRecord record) {
    return record.place() + " in " + record.object();
  }
}
