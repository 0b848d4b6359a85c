package io.streamlake.runner.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue against contract.yaml, the block of settings that users are promised. */
class KeysTest {
  private static final Set<String> PROMISED_IN_COMMENTS =
      Set.of(
          "streamlake.topic-pattern",
          "streamlake.consumer.group.id",
          "streamlake.dead-letters.location",
          "streamlake.commit.records",
          "streamlake.raw-zone.accept-topic");
  private static final Set<String> EXAMPLES =
      Set.of("streamlake.dataset", "streamlake.topics", "streamlake.raw-zone.location");

  @Test
  void areExactlyTheOnesOfTheContract() throws IOException {
    Set<String> promised = new TreeSet<>(contract().names());
    promised.addAll(PROMISED_IN_COMMENTS);
    assertThat(Keys.all()).extracting(Key::name).containsExactlyInAnyOrderElementsOf(promised);
  }

  @Test
  void haveTheDefaultsOfTheContract() throws IOException {
    YamlFile contract = contract();
    for (Key<?> key : Keys.all()) {
      if (contract.names().contains(key.name()) && !EXAMPLES.contains(key.name())) {
        String promised = contract.values().getOrDefault(key.name(), "(not set)");
        assertThat(key.shownFallback().replace(Keys.DATASET_PLACE, "orders"))
            .as(key.name())
            .isEqualTo(promised);
      }
    }
  }

  @Test
  void haveExamplesOfTheContract() throws IOException {
    YamlFile contract = contract();
    assertThat(EXAMPLES)
        .allSatisfy(
            name ->
                assertThat(Keys.find(name).map(Key::example))
                    .contains(contract.values().getOrDefault(name, "")));
  }

  @ParameterizedTest
  @MethodSource("all")
  void haveExamplesAndDefaultsThatAreAllowed(Key<?> key) {
    assertThat(key.parse(key.example())).isNotNull();
    Optional<String> fallback = key.fallback().map(text -> text.replace("<dataset>", "orders"));
    fallback.ifPresent(text -> assertThat(key.parse(text)).isNotNull());
  }

  @Test
  void haveDifferentEnvironmentVariables() {
    Set<String> names =
        Keys.all().stream()
            .map(Key::environmentName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(names).hasSameSizeAs(Keys.all()).contains("STREAMLAKE_RAW_ZONE_ROLL_AGE");
  }

  static List<Key<?>> all() {
    return Keys.all();
  }

  private static YamlFile contract() throws IOException {
    try (InputStream in = KeysTest.class.getResourceAsStream("/contract.yaml")) {
      assertThat(in).isNotNull();
      return YamlFile.parse("contract.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
