/** A reader of the raw zone that shares no code with its writer. */
@NullMarked
package io.streamlake.lab.read;

import org.jspecify.annotations.NullMarked;
