package io.streamlake.lab.endtoend;

import io.streamlake.lab.broker.LocalBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings of a runner, as its command line has them. A value. */
record RunnerSettings(Map<String, String> values) {

  RunnerSettings {
    values = new LinkedHashMap<>(values);
  }

  /** A dataset of one topic; commits often, so that tests need not wait. */
  static RunnerSettings of(LocalBroker broker, String dataset, String topic) {
    return new RunnerSettings(Map.of())
        .with("dataset", dataset)
        .with("topics", topic)
        .with("kafka.bootstrap.servers", broker.bootstrapServers())
        .with("commit.every", "300ms")
        .with("admin.enabled", "false");
  }

  /** The same settings, with a lake and the staging beside it in a folder. */
  RunnerSettings in(Path folder) {
    return with("raw-zone.location", "file://" + lake(folder)).stagedIn(folder);
  }

  /** The same settings, staged in a folder. */
  RunnerSettings stagedIn(Path folder) {
    return with("raw-zone.staging.directory", folder.resolve("staging").toString());
  }

  /** Where {@link #in} puts the lake. */
  static Path lake(Path folder) {
    return folder.resolve("lake");
  }

  /** The same settings with one more; the key lacks its {@code streamlake.}. */
  RunnerSettings with(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put("streamlake." + key, value);
    return new RunnerSettings(more);
  }

  /** The same settings without one; the key lacks its {@code streamlake.}. */
  RunnerSettings without(String key) {
    Map<String, String> fewer = new LinkedHashMap<>(values);
    fewer.remove("streamlake." + key);
    return new RunnerSettings(fewer);
  }

  /** The dataset's name. */
  String dataset() {
    return values.getOrDefault("streamlake.dataset", "");
  }

  /** The consumer group that the dataset has by default. */
  String group() {
    return "streamlake-consumer-" + dataset();
  }

  /** A command line: the words, then one {@code --set} for each setting. */
  List<String> commandLine(String... words) {
    List<String> line = new ArrayList<>(List.of(words));
    values.forEach((key, value) -> line.addAll(List.of("--set", key + "=" + value)));
    return line;
  }
}
