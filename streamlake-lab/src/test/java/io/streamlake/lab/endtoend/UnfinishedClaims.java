package io.streamlake.lab.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The claims of a dataset whose objects are not all there, read as plain JSON. */
record UnfinishedClaims(LandedLake lake) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Whether a process has claimed what it has not created yet. */
  boolean isOf(long pid) throws IOException {
    Set<String> names = lake.objects().names(lake.settings().dataset() + "/");
    for (String tip : tips(names)) {
      if (isUnfinished(tip, pid + "@", names)) {
        return true;
      }
    }
    return false;
  }

  /** The last claim of each partition: those before it are complete. */
  private Collection<String> tips(Set<String> names) {
    Map<String, String> tips = new HashMap<>();
    for (String name : names) {
      if (name.contains("/_ledger/") && !name.endsWith("/chain.json")) {
        tips.put(name.substring(0, name.lastIndexOf('/')), name);
      }
    }
    return tips.values();
  }

  private boolean isUnfinished(String claim, String writer, Set<String> names) throws IOException {
    try (InputStream input = lake.objects().open(claim)) {
      JsonNode entry = MAPPER.readTree(input);
      if (!entry.get("writer").asText().startsWith(writer)) {
        return false;
      }
      for (JsonNode file : entry.get("files")) {
        if (!names.contains(file.get("name").asText())) {
          return true;
        }
      }
      return false;
    }
  }
}
