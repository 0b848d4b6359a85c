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

/** What the README shows is what was compiled and run. */
class ReadmeTest {

  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Path SNIPPETS =
      PROJECT.resolve(
          "streamlake-testkit/src/test/java/io/streamlake/testkit/loop/HelloWorldSnippetsTest.java");
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:<!-- snippet: (?<name>[\\w-]+) -->\n+)?```java\n(?<code>.*?)```", Pattern.DOTALL);
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern REGION =
      Pattern.compile(" *// snippet: (?<name>[\\w-]+)\n(?<code>.*?) *// end\n", Pattern.DOTALL);

  @Test
  void showsOnlyJavaThatWasCompiledAndAsserted() {
    Map<String, String> compiled =
        REGION
            .matcher(read(SNIPPETS))
            .results()
            .collect(Collectors.toMap(region -> region.group(1), ReadmeTest::unindented));
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
