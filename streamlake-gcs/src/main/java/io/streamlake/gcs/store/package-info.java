/** Create-only object stores: Google Cloud Storage and local directories behind one small port. */
@NullMarked
package io.streamlake.gcs.store;

import org.jspecify.annotations.NullMarked;
