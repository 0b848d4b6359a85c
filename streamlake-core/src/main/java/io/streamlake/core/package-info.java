/** The consumer loop: what an embedder implements, and the loop that calls it. */
@NullMarked
package io.streamlake.core;

import org.jspecify.annotations.NullMarked;
