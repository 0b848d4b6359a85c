package io.streamlake.runner.cli;

import io.streamlake.runner.settings.Lake;
import java.io.PrintWriter;

/** What the {@code where} command does once its settings are right. */
@FunctionalInterface
public interface WhereJob {
  /**
   * Finds what became of an offset.
   *
   * @param lake where the raw zone lies
   * @param request which offset, and how to answer
   * @param out takes the answer
   * @return {@link ExitCode#DONE}; {@link ExitCode#OUTSIDE} outside the chain; {@link
   *     ExitCode#BAD_SURROUNDINGS} where the raw zone is too damaged to tell
   * @throws SurroundingsException if the raw zone cannot be read
   */
  ExitCode find(Lake lake, WhereRequest request, PrintWriter out);
}
