/**
 * The consumer loop. One thread owns the consumer and the trackers; lanes run handlers on worker
 * threads and hand in what they settled.
 */
@NullMarked
package io.streamlake.core.loop;

import org.jspecify.annotations.NullMarked;
