package io.streamlake.gcs.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a partition's chain of segments starts: {@code chain.json}.
 *
 * @param version of this document; 1
 * @param clusterId the Kafka cluster's id; null if it is unknown
 * @param topicId the topic's id; null if it is unknown
 * @param chain a random id, the same in every claim of the chain
 * @param from the first claim's first position
 * @param policy how {@code from} was decided, for people
 * @param createdAt when, by the writer's clock
 */
@JsonPropertyOrder({"version", "cluster_id", "topic_id", "chain", "from", "policy", "created_at"})
public record ChainRoot(
    int version,
    @Nullable String clusterId,
    @Nullable String topicId,
    String chain,
    long from,
    String policy,
    @JsonSerialize(using = InstantJson.Writer.class)
        @JsonDeserialize(using = InstantJson.Reader.class)
        Instant createdAt) {

  /** The version that this release writes. */
  public static final int VERSION = 1;

  /** Checks the components. */
  public ChainRoot {
    LedgerJson.checkVersion(version);
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(createdAt, "created_at");
    CommitMetadata.checkChain(chain);
    if (from < 0) {
      throw new IllegalArgumentException("from must not be negative: " + from);
    }
  }
}
