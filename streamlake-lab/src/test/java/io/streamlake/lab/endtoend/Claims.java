package io.streamlake.lab.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlake.lab.data.RecordPlace;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A dataset's claims, read as plain JSON. */
record Claims(List<JsonNode> claims) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Reads all claims of a lake. */
  static Claims of(LandedLake lake) throws IOException {
    List<JsonNode> claims = new ArrayList<>();
    for (String name : lake.objects().names(lake.settings().dataset() + "/_ledger/")) {
      if (!name.endsWith("/chain.json")) {
        try (InputStream input = lake.objects().open(name)) {
          claims.add(MAPPER.readTree(input));
        }
      }
    }
    return new Claims(claims);
  }

  /** How many records are landed by the claims' account. */
  long records() {
    return claims.stream().mapToLong(claim -> claim.get("records").asLong()).sum();
  }

  /** The records that are dead letters by the claims' account. */
  Set<RecordPlace> deadLetters() {
    Set<RecordPlace> places = new HashSet<>();
    for (JsonNode claim : claims) {
      for (JsonNode range : claim.get("dead_letters")) {
        for (long offset = range.get(0).asLong(); offset <= range.get(1).asLong(); offset++) {
          places.add(
              new RecordPlace(claim.get("topic").asText(), claim.get("partition").asInt(), offset));
        }
      }
    }
    return places;
  }
}
