package io.streamlake.gcs.complete;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamlake.core.StreamLakeException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What a {@code _SUCCESS.json} or a late marker says.
 *
 * @param version of this document; 1
 * @param topic the topic
 * @param folder the folder below the topic's data
 * @param records how many records the marker accounts for, over all partitions
 * @param watermarkMs the time that every partition had passed, in milliseconds since 1970
 * @param createdAt when, by the writer's clock, ISO-8601
 * @param partitions what it accounts for, by partition
 */
@JsonPropertyOrder({
  "version",
  "topic",
  "folder",
  "records",
  "watermark_ms",
  "created_at",
  "partitions"
})
@JsonInclude(JsonInclude.Include.ALWAYS)
record Marker(
    int version,
    String topic,
    String folder,
    long records,
    long watermarkMs,
    String createdAt,
    List<Partition> partitions) {

  static final int VERSION = 1;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /**
   * What a marker accounts for in one partition: the folder's records of all claims that begin
   * below a ledger position.
   *
   * @param partition the partition's number
   * @param position the ledger position
   * @param watermarkMs the latest record time claimed below it; -1 if none
   * @param lastClaimAt when the last claim below it was made, ISO-8601
   * @param objects data objects in the folder
   * @param records records in them
   */
  @JsonPropertyOrder({
    "partition",
    "position",
    "watermark_ms",
    "last_claim_at",
    "objects",
    "records"
  })
  record Partition(
      int partition,
      long position,
      long watermarkMs,
      String lastClaimAt,
      long objects,
      long records) {

    /** Where following the chain goes on. */
    PartitionProgress progress() {
      return new PartitionProgress(position, watermarkMs, Instant.parse(lastClaimAt), false);
    }
  }

  Marker {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(createdAt, "created_at");
    partitions = List.copyOf(partitions);
  }

  /** Up to where a partition is accounted for; empty if the marker does not know it. */
  OptionalLong position(int partition) {
    return partitions.stream()
        .filter(each -> each.partition() == partition)
        .mapToLong(Partition::position)
        .findFirst();
  }

  /** Whether a segment's records came after the marker was made. */
  boolean isLate(int partition, long from) {
    return from >= position(partition).orElse(0);
  }

  byte[] toJson() {
    try {
      return MAPPER.writeValueAsBytes(this);
    } catch (JsonProcessingException impossible) {
      throw new AssertionError("a record of numbers and texts has JSON", impossible);
    }
  }

  static Marker read(String name, byte[] json) {
    try {
      return Objects.requireNonNull(MAPPER.readValue(json, Marker.class), "marker");
    } catch (IOException | RuntimeException malformed) {
      throw new StreamLakeException(name + ": not a valid marker", malformed);
    }
  }
}
