/** The raw zone of a data lake: lands Kafka topics in objects, effectively exactly once. */
@NullMarked
package io.streamlake.gcs;

import org.jspecify.annotations.NullMarked;
