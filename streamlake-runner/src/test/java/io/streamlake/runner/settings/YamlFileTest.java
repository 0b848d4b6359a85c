package io.streamlake.runner.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {

  @Test
  void keepsKafkasDottedNamesHoweverTheyAreNested() {
    YamlFile file = parse("streamlake:\n  kafka:\n    a.b: 1\n    c:\n      d.e: '2'\n");
    assertThat(file.values())
        .containsEntry("streamlake.kafka.a.b", "1")
        .containsEntry("streamlake.kafka.c.d.e", "2");
  }

  @Test
  void knowsTheLineOfEveryName() {
    YamlFile file =
        parse("streamlake:\n  dataset: x\n\n  topics:\n  - a\n  - b\n  admin: {port: 1}");
    assertThat(file.originOf("streamlake.dataset")).hasToString("f.yaml:2");
    assertThat(file.originOf("streamlake.topics")).hasToString("f.yaml:4");
    assertThat(file.originOf("streamlake.topics[1]")).hasToString("f.yaml:4");
    assertThat(file.originOf("streamlake.admin.port")).hasToString("f.yaml:7");
    assertThat(file.originOf("streamlake.nowhere")).hasToString("f.yaml");
  }

  @Test
  void joinsLists() {
    assertThat(parse("streamlake: {topics: [a, b]}").values())
        .containsOnly(entry("streamlake.topics", "a,b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "~", "Null", "'null'"})
  void takesNullForTheTextWhereThatIsAChoice(String text) {
    YamlFile file = parse("streamlake:\n  raw-zone:\n    compression: " + text + "\n");
    assertThat(file.values()).containsOnly(entry("streamlake.raw-zone.compression", "null"));
  }

  @Test
  void takesNullForNothingElsewhereAndNothingForNothing() {
    assertThat(parse("streamlake: {raw-zone: {gcs: {project: null}, compression: }}").values())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: 1\na: 2",
        "a:\n  b: 1\na:\n  c: 2",
        "a:\n  b.c: 1\n  b:\n    c: 2",
      })
  void findsNamesThatAreThereTwice(String text) {
    assertThat(parse(text).problems()).singleElement().asString().contains("is there already");
  }

  @ParameterizedTest
  @CsvSource({
    "'- a', f.yaml:1",
    "just text, f.yaml:1",
    "'a: [', f.yaml:1",
    "'a: 1\nb: 2\n c: 3', f.yaml:3",
    "'a: 1\n---\nb: 2', f.yaml:2",
    "'a: !!java.net.URL [x]', f.yaml:1",
    "'? [a, b]\n: 1', f.yaml:1",
    "'a: &x\n  b: *x', f.yaml:1",
    "'a: 1\nb: &x [*x]', f.yaml:2",
    "'a: [{b: 1}]', f.yaml:1"
  })
  void tellsWhereATextIsNoMapping(String text, String origin) {
    assertThat(parse(text).problems())
        .singleElement()
        .extracting(problem -> problem.origin().text())
        .isEqualTo(origin);
  }

  @Test
  @Timeout(10)
  void refusesAliasesThatMultiply() {
    StringBuilder text = new StringBuilder("a0: &a0 {x: 1}\n");
    for (int i = 1; i <= 24; i++) {
      int before = i - 1;
      text.append("a" + i + ": &a" + i + " {x: *a" + before + ", y: *a" + before + "}\n");
    }
    assertThat(parse(text.toString()).problems())
        .singleElement()
        .asString()
        .contains("Number of aliases", "max=10", "f.yaml");
  }

  @Test
  void takesASectionOfAnother() {
    assertThat(parse("a: &x {b: 1}\nc: *x\n").values())
        .containsOnly(entry("a.b", "1"), entry("c.b", "1"));
  }

  @Test
  void takesAnEmptyTextForNoSettings() {
    assertThat(parse("# nothing\n").problems()).isEmpty();
    assertThat(parse("# nothing\n").values()).isEmpty();
  }

  @Test
  void tellsThatThereIsNoSuchFile(@TempDir Path directory) {
    assertThat(YamlFile.read(directory.resolve("x.yaml")).problems())
        .singleElement()
        .asString()
        .contains("x.yaml", "no such file");
  }

  @Test
  void tellsThatTheFileIsADirectory(@TempDir Path directory) {
    assertThat(YamlFile.read(directory).problems())
        .singleElement()
        .asString()
        .contains("cannot be read");
  }

  @Test
  void tellsThatTheFileIsNotUtf8(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("x.yaml");
    Files.write(file, "streamlake: {dataset: ä}".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(YamlFile.read(file).problems()).singleElement().asString().contains("UTF-8");
  }

  private static YamlFile parse(String text) {
    return YamlFile.parse("f.yaml", text);
  }
}
