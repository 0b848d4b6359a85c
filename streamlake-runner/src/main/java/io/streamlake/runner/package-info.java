/** The executable: command line, exit codes, and the wiring of loop and raw zone. */
@NullMarked
package io.streamlake.runner;

import org.jspecify.annotations.NullMarked;
