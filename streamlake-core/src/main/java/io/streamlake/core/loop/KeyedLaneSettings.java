package io.streamlake.core.loop;

import java.util.concurrent.Executor;

/**
 * How keyed lanes run.
 *
 * @param keys which records have to keep their order
 * @param workers run the handler
 * @param concurrency how many records of one lane are handed over at the same time
 */
record KeyedLaneSettings(LaneKeys keys, Executor workers, int concurrency) {}
