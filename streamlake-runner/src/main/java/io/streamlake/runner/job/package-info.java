/** What the commands do: the wiring of Kafka, loop and raw zone. */
@NullMarked
package io.streamlake.runner.job;

import org.jspecify.annotations.NullMarked;
