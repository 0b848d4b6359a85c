/** Tells readers which hours of a topic are complete. */
@NullMarked
package io.streamlake.gcs.complete;

import org.jspecify.annotations.NullMarked;
