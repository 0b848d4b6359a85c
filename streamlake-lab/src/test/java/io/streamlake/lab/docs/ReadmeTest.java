package io.streamlake.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.runner.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the README and the Javadoc show is what was compiled and run. */
class ReadmeTest {

  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final List<Path> SNIPPETS =
      List.of(
          PROJECT.resolve(
              "streamlake-testkit/src/test/java/io/streamlake/testkit/loop/HelloWorldSnippetsTest.java"),
          PROJECT.resolve(
              "streamlake-gcs/src/test/java/io/streamlake/gcs/ledger/LedgerSnippetsTest.java"));
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:<!-- snippet: (?<name>[\\w-]+) -->\n+)?```java\n(?<code>.*?)```", Pattern.DOTALL);
  private static final Path CORE =
      PROJECT.resolve("streamlake-core/src/main/java/io/streamlake/core");
  private static final Pattern JAVADOC =
      Pattern.compile(
          " \\* <!-- snippet: ([\\w-]+) -->\n(?: \\*\n)* \\* <pre>\\{@code\n(.*?) \\* }</pre>",
          Pattern.DOTALL);
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern REGION =
      Pattern.compile(" *// snippet: (?<name>[\\w-]+)\n(?<code>.*?) *// end\n", Pattern.DOTALL);

  @ParameterizedTest
  @CsvSource({
    "Handler, hello-world",
    "TypedHandler, decoding-handler",
    "DeferredHandler, deferred-handler",
    "BatchHandler, batch-handler",
    "DeadLetterSink, dead-letter-sink",
    "CommitPolicy, commit-policy",
    "Ordering, key-ordering",
    "LoopObserver, observer",
    "loop/ConsumerLoop, run"
  })
  void showsTheSameInTheJavadoc(String type, String name) {
    String source = read(CORE.resolve(type + ".java"));

    List<MatchResult> blocks = JAVADOC.matcher(source).results().toList();

    assertThat(blocks).hasSize(1);
    assertThat(blocks.get(0).group(1)).isEqualTo(name);
    assertThat(blocks.get(0).group(2).replaceAll("(?m)^ \\* ?", ""))
        .isEqualTo(compiled().get(name));
  }

  @Test
  void showsOnlyJavaThatWasCompiledAndAsserted() {
    Map<String, String> compiled = compiled();
    List<MatchResult> blocks = BLOCK.matcher(readme()).results().toList();

    assertThat(blocks).isNotEmpty();
    assertThat(blocks)
        .allSatisfy(block -> assertThat(block.group(2)).isEqualTo(compiled.get(block.group(1))));
  }

  @Test
  void showsSettingsThatTheRunnerTakes(@TempDir Path folder) throws IOException {
    List<MatchResult> blocks = YAML.matcher(readme()).results().toList();

    assertThat(blocks).isNotEmpty();
    for (MatchResult block : blocks) {
      Path file = Files.writeString(folder.resolve("lake.yaml"), block.group(1));
      ByteArrayOutputStream problems = new ByteArrayOutputStream();
      int code =
          Main.run(
              new String[] {"config", "--config", file.toString()},
              new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
              new PrintStream(problems, true, StandardCharsets.UTF_8),
              Map.of());
      assertThat(problems.toString(StandardCharsets.UTF_8)).isEmpty();
      assertThat(code).isZero();
    }
  }

  private static Map<String, String> compiled() {
    return SNIPPETS.stream()
        .flatMap(file -> REGION.matcher(read(file)).results())
        .collect(Collectors.toMap(region -> region.group(1), ReadmeTest::unindented));
  }

  private static String unindented(MatchResult region) {
    return region.group(2).stripTrailing().stripIndent() + "\n";
  }

  private static String readme() {
    return read(PROJECT.resolve("README.md"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read", e);
    }
  }
}
