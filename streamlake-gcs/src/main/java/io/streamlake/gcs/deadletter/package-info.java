/** Dead letters as objects beside the raw zone: one a letter, created once. */
@NullMarked
package io.streamlake.gcs.deadletter;

import org.jspecify.annotations.NullMarked;
