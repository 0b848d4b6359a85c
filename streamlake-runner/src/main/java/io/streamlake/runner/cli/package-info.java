/** The command line: commands, their options, and exit codes. */
@NullMarked
package io.streamlake.runner.cli;

import org.jspecify.annotations.NullMarked;
