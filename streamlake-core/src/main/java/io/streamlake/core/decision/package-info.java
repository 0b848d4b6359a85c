/**
 * The loop's decisions: they take values and return values, and read no clock, random source, log,
 * consumer or store. Internal: public only because the loop lives in a package of its own.
 */
@NullMarked
package io.streamlake.core.decision;

import org.jspecify.annotations.NullMarked;
