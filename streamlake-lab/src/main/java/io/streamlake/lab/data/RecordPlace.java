package io.streamlake.lab.data;

/**
 * Where a record stands in its topic. A value.
 *
 * @param topic the topic's name
 * @param partition the partition's number
 * @param offset the record's offset
 */
public record RecordPlace(String topic, int partition, long offset) {

  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
