package io.streamlake.testkit.simulation;

import java.util.Map;

/** How partitions change hands. */
public enum Protocol {
  /** Classic: everybody gives up everything. */
  EAGER,
  /** Classic: only what changes hands is given up. */
  COOPERATIVE,
  /**
   * The <a
   * href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-848%3A+The+Next+Generation+of+the+Consumer+Rebalance+Protocol">KIP-848</a>
   * protocol.
   */
  CONSUMER;

  private static final String PACKAGE = "org.apache.kafka.clients.consumer.";

  /** What it takes in a consumer's configuration. */
  Map<String, String> config() {
    return switch (this) {
      case EAGER -> Map.of("partition.assignment.strategy", PACKAGE + "RangeAssignor");
      case COOPERATIVE ->
          Map.of("partition.assignment.strategy", PACKAGE + "CooperativeStickyAssignor");
      case CONSUMER -> Map.of("group.protocol", "consumer");
    };
  }
}
