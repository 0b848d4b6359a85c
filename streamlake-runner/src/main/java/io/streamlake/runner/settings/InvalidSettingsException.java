package io.streamlake.runner.settings;

import io.streamlake.core.StreamLakeException;
import java.util.List;
import java.util.stream.Collectors;

/** The settings cannot be used; carries every problem that was found. */
public final class InvalidSettingsException extends StreamLakeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * @param problems all that is wrong, at least one
   */
  public InvalidSettingsException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Everything that is wrong, in the order of the catalogue. */
  public List<Problem> problems() {
    return problems;
  }
}
