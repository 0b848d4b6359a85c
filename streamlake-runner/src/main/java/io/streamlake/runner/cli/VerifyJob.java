package io.streamlake.runner.cli;

import io.streamlake.runner.settings.Lake;
import java.io.PrintWriter;

/** What the {@code verify} command does once its settings are right. */
@FunctionalInterface
public interface VerifyJob {
  /**
   * Proves from the raw zone's ledger that no offset is missing or landed twice.
   *
   * @param lake where the raw zone lies
   * @param request what to verify and how to report it
   * @param out takes the report
   * @return {@link ExitCode#DONE} or the lowest of the codes of what was found
   * @throws SurroundingsException if the raw zone cannot be read
   */
  ExitCode verify(Lake lake, VerifyRequest request, PrintWriter out);
}
