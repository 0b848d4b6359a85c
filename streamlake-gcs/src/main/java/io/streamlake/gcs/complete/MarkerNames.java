package io.streamlake.gcs.complete;

import io.streamlake.gcs.ledger.Layout;
import java.util.Locale;
import java.util.Optional;

/** The names of a topic's markers. */
record MarkerNames(Layout layout, String topic) {

  private static final String SUCCESS = "/_SUCCESS.json";

  String prefix() {
    return layout.dataset() + "/_complete/" + topic + "/";
  }

  String success(String folder) {
    return prefix() + folder + SUCCESS;
  }

  /** One for each segment that came late, so that whoever notices it creates the same object. */
  String late(String folder, int partition, long from) {
    return prefix()
        + String.format(Locale.ROOT, "%s/_LATE+%05d+%020d.json", folder, partition, from);
  }

  /** The folder that a {@code _SUCCESS.json} is about. */
  Optional<String> folder(String name) {
    return name.startsWith(prefix()) && name.endsWith(SUCCESS)
        ? Optional.of(name.substring(prefix().length(), name.length() - SUCCESS.length()))
        : Optional.empty();
  }
}
