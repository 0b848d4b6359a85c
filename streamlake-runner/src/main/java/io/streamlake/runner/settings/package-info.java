/**
 * The runner's settings: one catalogue of keys, read from file, environment and command line into
 * an immutable tree of records.
 */
@NullMarked
package io.streamlake.runner.settings;

import org.jspecify.annotations.NullMarked;
