package io.streamlake.lab.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlake.lab.data.RawContent;
import io.streamlake.lab.data.RawHeader;
import io.streamlake.lab.data.RecordPlace;
import io.streamlake.lab.data.RecordStamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Restores a record from its line, and refuses every line that is not of the promised form. */
final class EnvelopeParser {

  private static final String BASE64 = "_base64";
  private static final int LONGEST_TEXT = 256 << 20;
  private static final Set<String> TYPES =
      Set.of("CREATE_TIME", "LOG_APPEND_TIME", "NO_TIMESTAMP_TYPE");

  private final ObjectMapper mapper =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(LONGEST_TEXT).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException when the line breaks the form, saying how
   */
  LandedRecord parse(String object, byte[] line) {
    JsonNode root = tree(line);
    expectFields(root, fields(root));
    RecordPlace place =
        new RecordPlace(
            text(root, "topic"), (int) number(root, "partition"), number(root, "offset"));
    String type = text(root, "timestamp_type");
    if (!TYPES.contains(type)) {
      throw new IllegalArgumentException("timestamp_type is " + type);
    }
    RecordStamp stamp = new RecordStamp(number(root, "timestamp_ms"), type);
    RawContent content =
        new RawContent(stamp, bytes(root, "key"), bytes(root, "value"), headers(root));
    return new LandedRecord(object, place, content);
  }

  private JsonNode tree(byte[] line) {
    try {
      return mapper.readTree(strictText(line));
    } catch (IOException e) {
      throw new IllegalArgumentException("not one JSON text in UTF-8: " + e.getMessage(), e);
    }
  }

  private static List<String> fields(JsonNode root) {
    return List.of(
        "topic",
        "partition",
        "offset",
        "timestamp_ms",
        "timestamp_type",
        present(root, "key"),
        "headers",
        present(root, "value"));
  }

  private static String present(JsonNode node, String name) {
    return node.has(name + BASE64) ? name + BASE64 : name;
  }

  private static void expectFields(JsonNode node, List<String> expected) {
    List<String> found = new ArrayList<>();
    node.fieldNames().forEachRemaining(found::add);
    if (!found.equals(expected)) {
      throw new IllegalArgumentException("has the fields " + found + ", not " + expected);
    }
  }

  private static List<RawHeader> headers(JsonNode root) {
    JsonNode list = root.get("headers");
    if (!list.isArray()) {
      throw new IllegalArgumentException("headers is no list");
    }
    List<RawHeader> headers = new ArrayList<>(list.size());
    for (JsonNode one : list) {
      expectFields(one, List.of("key", present(one, "value")));
      headers.add(new RawHeader(text(one, "key"), bytes(one, "value")));
    }
    return headers;
  }

  private static byte @Nullable [] bytes(JsonNode node, String name) {
    if (node.has(name + BASE64)) {
      byte[] bytes = Base64.getDecoder().decode(text(node, name + BASE64));
      if (isUtf8(bytes)) {
        throw new IllegalArgumentException(name + BASE64 + " holds what " + name + " could say");
      }
      return bytes;
    }
    return node.get(name).isNull() ? null : utf8(text(node, name));
  }

  private static String text(JsonNode node, String name) {
    JsonNode field = node.get(name);
    if (!field.isTextual()) {
      throw new IllegalArgumentException(name + " is no text, but " + field.getNodeType());
    }
    return field.textValue();
  }

  private static long number(JsonNode node, String name) {
    JsonNode field = node.get(name);
    if (!field.canConvertToLong() || !field.isIntegralNumber()) {
      throw new IllegalArgumentException(name + " is no integer of 64 bits, but " + field);
    }
    return field.longValue();
  }

  private static byte[] utf8(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a text holds half a surrogate pair", e);
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static String strictText(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
