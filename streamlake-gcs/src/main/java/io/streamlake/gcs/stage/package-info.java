/** Where segments wait on local disk, and when they roll. */
@NullMarked
package io.streamlake.gcs.stage;

import org.jspecify.annotations.NullMarked;
