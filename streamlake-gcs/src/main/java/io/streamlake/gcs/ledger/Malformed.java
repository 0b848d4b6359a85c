package io.streamlake.gcs.ledger;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says for people what is wrong with JSON, without the names of classes. */
final class Malformed {

  private Malformed() {}

  static String why(byte[] json, IOException failure) {
    if (json.length == 0) {
      return "is empty";
    }
    if (failure instanceof JsonMappingException mapping) {
      return why(mapping);
    }
    return "is no JSON" + place(failure);
  }

  private static String why(JsonMappingException failure) {
    @Nullable Throwable refusal = failure.getCause();
    if (refusal instanceof NullPointerException missing) { // of a constructor; it names the field
      return missing.getMessage() + " is missing";
    }
    if (refusal instanceof IllegalArgumentException contradiction) {
      return "contradicts itself: " + contradiction.getMessage();
    }
    String field = path(failure.getPath());
    return field.isEmpty()
        ? "is not the one JSON object that it must be"
        : field + " is missing, or not what it must be";
  }

  private static String path(List<JsonMappingException.Reference> path) {
    return path.stream()
        .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
        .collect(Collectors.joining("."));
  }

  private static String place(IOException failure) {
    return Optional.of(failure)
        .filter(JsonProcessingException.class::isInstance)
        .map(syntax -> ((JsonProcessingException) syntax).getLocation())
        .map(Malformed::place)
        .orElse("");
  }

  private static String place(JsonLocation location) {
    return " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
