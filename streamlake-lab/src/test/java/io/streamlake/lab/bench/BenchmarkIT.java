package io.streamlake.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchmarkIT {

  private final StringWriter output = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @Test
  void printsATableOfTheChosenSubjects() {
    int exit = run("--records=20000", "--partitions=3", "--only=hand-written-zstd-3");

    assertThat(exit).as(errors.toString()).isZero();
    assertThat(output.toString())
        .containsPattern(
            "\\| hand-written-zstd-3 +\\| +[\\d,]+ \\| +[\\d,]+ \\| +\\d+ % \\| +[\\d,]+ \\|")
        .doesNotContain("| hand-written-gzip-6");
  }

  @Test
  void namesItsSubjectsWhenItIsAskedForAnother() {
    assertThat(run("--only=nobody")).isEqualTo(2);
    assertThat(errors.toString()).contains("no subject nobody", "hand-written-gzip-6");
  }

  private int run(String... arguments) {
    return new CommandLine(new Benchmark())
        .setOut(new PrintWriter(output, true))
        .setErr(new PrintWriter(errors, true))
        .execute(arguments);
  }
}
