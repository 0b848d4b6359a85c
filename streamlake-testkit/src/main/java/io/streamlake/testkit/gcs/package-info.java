/**
 * A Google Cloud Storage server for tests: the JSON API over HTTP, with preconditions, resumable
 * uploads, a record of every request and faults on demand.
 */
@NullMarked
package io.streamlake.testkit.gcs;

import org.jspecify.annotations.NullMarked;
