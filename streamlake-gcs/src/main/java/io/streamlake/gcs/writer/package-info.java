/**
 * Lands records in the raw zone: stages segments, claims them, creates their data objects, and
 * finds back to where the bucket says a partition is.
 */
@NullMarked
package io.streamlake.gcs.writer;

import org.jspecify.annotations.NullMarked;
