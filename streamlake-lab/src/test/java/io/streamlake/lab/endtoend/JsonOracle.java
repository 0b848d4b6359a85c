package io.streamlake.lab.endtoend;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Says by other means than the runner whether {@code validate.value=json} lets a value pass. */
final class JsonOracle {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonOracle() {}

  /** Whether the value is null, or one JSON text in UTF-8. */
  static boolean passes(byte @Nullable [] value) {
    if (value == null) {
      return true;
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      JsonNode tree = MAPPER.readTree(text);
      return tree != null && !tree.isMissingNode();
    } catch (IOException e) {
      return false;
    }
  }
}
