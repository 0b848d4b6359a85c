package io.streamlake.testkit.guarantee;

import org.apache.kafka.common.TopicPartition;

/**
 * What a dead letter says of its record when it is given to the sink.
 *
 * @param epoch whose handler did not accept the record
 * @param partition the record's partition
 * @param offset the record's offset
 * @param attempts how often the record was tried, as the letter tells
 */
public record Letter(Epoch epoch, TopicPartition partition, long offset, int attempts)
    implements Event {}
