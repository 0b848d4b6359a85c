package io.streamlake.gcs.complete;

/**
 * Tells where logs end: what is not landed yet is in no bucket. Called on the markers' own thread;
 * may block.
 */
@FunctionalInterface
public interface TopicLogs {

  /**
   * Asks the broker, before the topic's ledger is read.
   *
   * @param topic the topic's name in Kafka
   * @return what its log is, as of a moment after the call
   * @throws io.streamlake.core.StreamLakeException if the broker does not answer; then nothing of
   *     the topic is marked, and it is asked again at the next look
   */
  TopicLog ask(String topic);
}
