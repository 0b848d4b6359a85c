/** Dead letters on a Kafka topic: the original's bytes, and headers that say what went wrong. */
@NullMarked
package io.streamlake.core.deadletter;

import org.jspecify.annotations.NullMarked;
