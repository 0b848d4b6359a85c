/** Micrometer meters of a loop; needs {@code io.micrometer:micrometer-core}. */
@NullMarked
package io.streamlake.core.micrometer;

import org.jspecify.annotations.NullMarked;
