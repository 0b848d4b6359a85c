package io.streamlake.runner.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of the jar that is running. */
final class Version implements IVersionProvider {
  Version() {}

  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
            .orElse("(not built as a jar)");
    return new String[] {"streamlake-runner " + version};
  }
}
