/** The product as a whole: the built jar and its commands against a real broker and real stores. */
@NullMarked
package io.streamlake.lab.endtoend;

import org.jspecify.annotations.NullMarked;
