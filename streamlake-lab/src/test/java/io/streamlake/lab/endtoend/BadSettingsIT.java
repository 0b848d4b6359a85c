package io.streamlake.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar refuses bad settings, all at once, before anything is started. */
class BadSettingsIT {

  private static final RunnerSettings BAD =
      new RunnerSettings(Map.of())
          .with("dataset", "orders")
          .with("raw-zone.location", "file:///nowhere/lake")
          .with("raw-zone.roll.bytes", "many")
          .with("raw-zone.rol.age", "10m")
          .with("consumer.enable.auto.commit", "true");

  @Test
  void namesEveryProblemOnALineOfItsOwn(@TempDir Path folder) throws Exception {
    try (RunnerProcess runner = RunnerProcess.start(folder, BAD.commandLine("run"))) {
      Outcome outcome = runner.outcome(Duration.ofSeconds(30));

      assertThat(outcome.exit()).as(outcome::toString).isEqualTo(2);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.messages())
          .hasSize(4)
          .anyMatch(
              line -> line.contains("streamlake.raw-zone.roll.bytes") && line.contains("many"))
          .anyMatch(line -> line.contains("streamlake.raw-zone.rol.age"))
          .anyMatch(line -> line.contains("streamlake.topics"))
          .anyMatch(line -> line.contains("enable.auto.commit"));
    }
  }

  @Test
  void refusesACommandThatItDoesNotKnow(@TempDir Path folder) throws Exception {
    try (RunnerProcess runner = RunnerProcess.start(folder, BAD.commandLine("land"))) {
      Outcome outcome = runner.outcome(Duration.ofSeconds(30));

      assertThat(outcome.exit()).as(outcome::toString).isEqualTo(2);
      assertThat(outcome.messages()).hasSize(1);
    }
  }
}
