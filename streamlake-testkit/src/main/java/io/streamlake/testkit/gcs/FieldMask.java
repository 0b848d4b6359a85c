package io.streamlake.testkit.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A partial response: {@code fields=nextPageToken,items(name,metadata/a)}
 * (https://cloud.google.com/storage/docs/json_api#partial-response). A node without children
 * selects everything below it.
 */
final class FieldMask {

  private static final FieldMask EVERYTHING = new FieldMask();

  private final Map<String, FieldMask> children = new LinkedHashMap<>();

  private FieldMask() {}

  static FieldMask of(RequestHead head) {
    return head.parameter("fields").map(FieldMask::parse).orElse(EVERYTHING);
  }

  static FieldMask parse(String text) {
    FieldMask root = new FieldMask();
    int end = root.addAll(text, 0);
    if (end != text.length()) {
      throw ApiFailure.invalid("Invalid field selection " + text);
    }
    return root;
  }

  /** What of a node is selected; arrays are looked through. */
  JsonNode apply(JsonNode node) {
    if (children.isEmpty()) {
      return node;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode selected = JsonNodeFactory.instance.arrayNode(array.size());
      array.forEach(element -> selected.add(apply(element)));
      return selected;
    }
    return node instanceof ObjectNode object ? select(object) : node;
  }

  private ObjectNode select(ObjectNode object) {
    ObjectNode selected = JsonNodeFactory.instance.objectNode();
    FieldMask all = children.get("*");
    object
        .properties()
        .forEach(
            field -> {
              FieldMask mask = children.getOrDefault(field.getKey(), all);
              if (mask != null) {
                selected.set(field.getKey(), mask.apply(field.getValue()));
              }
            });
    return selected;
  }

  /** Adds a list of fields from a position; returns the position behind it. */
  private int addAll(String text, int from) {
    int at = addOne(text, from);
    while (at < text.length() && text.charAt(at) == ',') {
      at = addOne(text, at + 1);
    }
    return at;
  }

  private int addOne(String text, int from) {
    int end = from;
    while (end < text.length() && ",/()".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    if (end == from) {
      throw ApiFailure.invalid("Invalid field selection " + text);
    }
    FieldMask child =
        children.computeIfAbsent(text.substring(from, end).trim(), name -> new FieldMask());
    if (end == text.length()) {
      return end;
    }
    return switch (text.charAt(end)) {
      case '/' -> child.addOne(text, end + 1);
      case '(' -> closed(text, child.addAll(text, end + 1));
      default -> end;
    };
  }

  private static int closed(String text, int at) {
    if (at >= text.length() || text.charAt(at) != ')') {
      throw ApiFailure.invalid("Invalid field selection " + text);
    }
    return at + 1;
  }
}
