/** The benchmark: plain Kafka loops as baselines, and what is measured against them. */
@NullMarked
package io.streamlake.lab.bench;

import org.jspecify.annotations.NullMarked;
