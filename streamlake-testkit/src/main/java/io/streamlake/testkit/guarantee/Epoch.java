package io.streamlake.testkit.guarantee;

/**
 * One life of one handler of one partition, from its assignment until it is dropped.
 *
 * @param member the process that it lives in; a process that is started again has another name
 * @param number tells the epochs of a process apart, see {@link
 *     io.streamlake.core.Assignment#epoch}
 */
public record Epoch(String member, long number) {}
