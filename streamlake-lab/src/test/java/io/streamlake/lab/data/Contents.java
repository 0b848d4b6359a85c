package io.streamlake.lab.data;

import java.util.List;
import java.util.stream.Stream;

/**
 * Opens the source of hard contents and snapshots without a broker to the tests of other packages.
 */
public final class Contents {

  private Contents() {}

  /** Some hard contents, the last of them without a timestamp, none of them large. */
  public static List<RawContent> hard(long seed, int count) {
    HardContents contents = new HardContents(seed, 0);
    Stream<RawContent> dated = Stream.generate(contents::next).limit(count - 1);
    return Stream.concat(dated, Stream.generate(contents::nextUndated).limit(1)).toList();
  }

  /** A topic of one partition that holds contents from an offset on. */
  public static TopicSnapshot snapshot(String topic, long from, List<RawContent> contents) {
    PartitionSnapshot partition = new PartitionSnapshot(topic, 0);
    for (int index = 0; index < contents.size(); index++) {
      partition.add(from + index, contents.get(index).fingerprint());
    }
    return new TopicSnapshot(topic, List.of(partition));
  }
}
