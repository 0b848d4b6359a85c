package io.streamlake.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTreeTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "STREAMLAKE_DATASET", "orders",
          "STREAMLAKE_TOPICS", "a",
          "STREAMLAKE_RAW_ZONE_LOCATION", "file:///lake");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<Object> calls = new ArrayList<>();

  @Test
  void runsWithTheSettings() {
    assertThat(execute(calling(ExitCode.DONE), "run", "--set", "streamlake.dataset=x")).isZero();
    assertThat(calls).containsExactly("x", false);
  }

  @Test
  void runsUntilCaughtUp() {
    assertThat(execute(calling(ExitCode.ABANDONED), "run", "--until-caught-up")).isEqualTo(4);
    assertThat(calls).containsExactly("orders", true);
  }

  @ParameterizedTest
  @EnumSource(ExitCode.class)
  void endsVerificationWithTheCodeOfItsReport(ExitCode code) {
    assertThat(execute(calling(code), "verify")).isEqualTo(code.code());
    assertThat(calls)
        .containsExactly(
            "orders", new VerifyRequest(false, false, Optional.empty(), Duration.ofMinutes(15)));
  }

  @Test
  void passesTheOptionsOfVerificationOn() {
    execute(
        calling(ExitCode.DONE), "verify", "--json", "--deep", "--topic", "t", "--tip-grace", "90s");
    assertThat(calls)
        .contains(new VerifyRequest(true, true, Optional.of("t"), Duration.ofSeconds(90)));
    assertThat(out).hasToString("report" + System.lineSeparator());
  }

  @ParameterizedTest
  @EnumSource(ExitCode.class)
  void endsASearchWithTheCodeOfItsAnswer(ExitCode code) {
    assertThat(execute(calling(code), "where", "a.b", "3", "4711")).isEqualTo(code.code());
    assertThat(calls).containsExactly("orders", new WhereRequest("a.b", 3, 4711, false));
  }

  @Test
  void passesTheOptionsOfASearchOn() {
    execute(calling(ExitCode.DONE), "where", "a", "0", "0", "--json");
    assertThat(calls).contains(new WhereRequest("a", 0, 0, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unheard-of",
        "run --unheard-of",
        "run --config",
        "run --set x",
        "run extra",
        "verify --tip-grace soon",
        "verify --tip-grace -PT1S",
        "run --config a --config b",
        "where a 0",
        "where a zero 7",
        "where a 0 -7",
        "where a 0 7 9",
        "where a/b 0 7",
        "where a 0 99999999999999999999"
      })
  void explainsABadCommandLineInOneLine(String line) {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);
    assertThat(execute(calling(ExitCode.DONE), arguments)).isEqualTo(2);
    assertThat(err.toString()).endsWith("--help)" + System.lineSeparator()).hasLineCount(1);
    assertThat(out.toString()).isEmpty();
    assertThat(calls).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "land, 'Unknown command: ''land''; there are run, verify, where, config'",
    "land --now, 'Unknown command: ''land''; there are run, verify, where, config'",
    "run extra, 'Unexpected argument: ''extra'''",
    "run --now, 'Unknown option: ''--now'''",
    "run --set x, 'Value for option ''--set'' (key=value) should be in KEY=VALUE format but was x'"
  })
  void saysWhatIsWrongWithACommandLine(String line, String message) {
    execute(calling(ExitCode.DONE), line.split(" ", -1));
    assertThat(err.toString()).startsWith(message);
  }

  @Test
  void listsEveryProblemOfTheSettingsOnALineOfItsOwn() {
    int code =
        execute(
            calling(ExitCode.DONE),
            "run",
            "--set",
            "streamlake.concurrency=0",
            "--set",
            "streamlake.topic=a");
    assertThat(code).isEqualTo(2);
    assertThat(err.toString())
        .hasLineCount(2)
        .contains("streamlake.concurrency", "mean streamlake.topics?");
    assertThat(calls).isEmpty();
  }

  @Test
  void doesNotMissWhatAFileMaySayThatCannotBeRead() {
    String[] run = {"run", "--config", "/nowhere/lake.yaml", "--set", "streamlake.topic=a"};
    assertThat(execute(Map.of(), run)).isEqualTo(2);
    assertThat(err.toString())
        .hasLineCount(2)
        .contains("/nowhere/lake.yaml: there is no such file", "mean streamlake.topics?");
  }

  @Test
  void tellsInOneLineWhatTheSurroundingsNeed() {
    RunJob job =
        (settings, untilCaughtUp) -> {
          throw new SurroundingsException("broker:9092 does not answer", "start it", null);
        };
    assertThat(execute(running(job), "run")).isEqualTo(3);
    assertThat(err).hasToString("broker:9092 does not answer; start it" + System.lineSeparator());
  }

  @Test
  void showsTheStackTraceOfABug() {
    RunJob exception =
        (settings, untilCaughtUp) -> {
          throw new IllegalStateException("surprise");
        };
    RunJob error =
        (settings, untilCaughtUp) -> {
          throw new AssertionError("worse");
        };
    assertThat(execute(running(exception), "run")).isEqualTo(1);
    assertThat(execute(running(error), "run")).isEqualTo(1);
    assertThat(err.toString()).contains("surprise", "worse", "at io.streamlake.runner");
  }

  @ParameterizedTest
  @CsvSource({"--help", "run --help", "verify --help", "where --help", "config --help"})
  void helpsEverywhere(String line) {
    assertThat(execute(calling(ExitCode.DONE), line.split(" ", -1))).isZero();
    assertThat(out.toString()).contains("Usage: streamlake-runner", "--version");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"--version", "run --version", "verify --version", "where -V", "config -V"})
  void tellsItsVersionEverywhere(String line) {
    assertThat(execute(calling(ExitCode.DONE), line.split(" ", -1))).isZero();
    assertThat(out.toString()).startsWith("streamlake-runner ");
  }

  @Test
  void showsTheEffectiveSettingsWithTheirOriginAndWithoutSecrets() {
    int code =
        execute(
            calling(ExitCode.DONE), "config", "--set", "streamlake.kafka.ssl.key.password=hunter2");
    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("streamlake.dataset: orders  # environment variable STREAMLAKE_DATASET")
        .contains("streamlake.raw-zone.roll.age: 10m  # default")
        .contains("streamlake.kafka.ssl.key.password: ********  # --set")
        .doesNotContain("hunter2");
  }

  @Test
  void describesSettingsWithoutReadingThem() {
    int code = execute(Map.of("STREAMLAKE_DATASET", "BAD"), "config", "--describe");
    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("streamlake.raw-zone.roll.age: 10m", "STREAMLAKE_RAW_ZONE_ROLL_AGE");
  }

  private int execute(Map<String, String> environment, String... arguments) {
    return new CommandTree(calling(ExitCode.DONE), environment)
        .execute(arguments, new PrintWriter(out), new PrintWriter(err));
  }

  private int execute(Jobs jobs, String... arguments) {
    return new CommandTree(jobs, ENVIRONMENT)
        .execute(arguments, new PrintWriter(out), new PrintWriter(err));
  }

  private Jobs calling(ExitCode code) {
    return new Jobs(
        (settings, untilCaughtUp) -> called(settings.dataset(), untilCaughtUp, code),
        (lake, request, report) -> {
          report.println("report");
          return called(lake.dataset(), request, code);
        },
        (lake, request, answer) -> called(lake.dataset(), request, code));
  }

  private static Jobs running(RunJob job) {
    return new Jobs(
        job,
        (lake, request, report) -> {
          throw new AssertionError("not asked for");
        },
        (lake, request, answer) -> {
          throw new AssertionError("not asked for");
        });
  }

  private ExitCode called(String dataset, Object detail, ExitCode code) {
    calls.add(dataset);
    calls.add(detail);
    return code;
  }
}
