/** How records become lines and lines become data objects, and back. */
@NullMarked
package io.streamlake.gcs.format;

import org.jspecify.annotations.NullMarked;
