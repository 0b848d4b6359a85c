package io.streamlake.testkit.gcs;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * What does the body say about the request? Reads only as much of it as the answer needs, so that
 * faults can be matched by object name before the object's bytes arrive.
 */
final class Intake {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Intake() {}

  static Arrival read(Call call, InputStream body) throws IOException {
    return switch (call.operation()) {
      case INSERT -> insert(call, decoded(call, body));
      case SESSION_START, COMPOSE, REWRITE -> withJson(call, decoded(call, body));
      case UPLOAD, BATCH -> new Arrival(call, JSON.createObjectNode(), decoded(call, body));
      case SESSION_STATUS,
          SESSION_CANCEL,
          GET,
          MEDIA,
          LIST,
          BUCKET_GET,
          TEST_PERMISSIONS,
          DELETE,
          OTHER ->
          new Arrival(call, JSON.createObjectNode(), body);
    };
  }

  private static InputStream decoded(Call call, InputStream body) throws IOException {
    return call.head().isGzipped() ? new GZIPInputStream(body, 64 * 1024) : body;
  }

  private static Arrival insert(Call call, InputStream body) throws IOException {
    String contentType = call.head().header("Content-Type").orElse("");
    String type = call.head().parameter("uploadType").orElse("");
    return switch (type) {
      case "multipart" -> multipart(call, new Multipart(body, contentType));
      case "media" -> named(call, withContentType(JSON.createObjectNode(), contentType), body);
      default -> throw ApiFailure.invalid("Invalid uploadType: " + type);
    };
  }

  private static Arrival multipart(Call call, Multipart parts) throws IOException {
    parts.nextPart();
    ObjectNode metadata = json(parts.content().readAllBytes());
    Map<String, String> headers = parts.nextPart();
    String contentType = headers.getOrDefault("Content-Type", "");
    return named(call, withContentType(metadata, contentType), parts.content());
  }

  private static Arrival withJson(Call call, InputStream body) throws IOException {
    ObjectNode metadata = json(body.readAllBytes());
    if (call.operation() != Operation.SESSION_START) {
      return new Arrival(call, metadata, InputStream.nullInputStream());
    }
    String contentType = call.head().header("X-Upload-Content-Type").orElse("");
    return named(call, withContentType(metadata, contentType), InputStream.nullInputStream());
  }

  private static Arrival named(Call call, ObjectNode metadata, InputStream content) {
    String name = call.object().isEmpty() ? metadata.path("name").asText() : call.object();
    Call complete = new Call(call.operation(), call.bucket(), name, call.head());
    if (complete.object().isEmpty()) {
      throw new ApiFailure(400, "required", "Required parameter: name");
    }
    call.head().parameter("contentEncoding").ifPresent(e -> metadata.put("contentEncoding", e));
    return new Arrival(complete, metadata, content);
  }

  private static ObjectNode withContentType(ObjectNode metadata, String contentType) {
    if (!metadata.hasNonNull("contentType") && !contentType.isEmpty()) {
      metadata.put("contentType", contentType);
    }
    return metadata;
  }

  private static ObjectNode json(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return JSON.createObjectNode();
    }
    try {
      JsonNode node = JSON.readTree(bytes);
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new ApiFailure(400, "parseError", "Parse Error: " + e.getOriginalMessage());
    }
    throw new ApiFailure(400, "parseError", "Parse Error: not a JSON object");
  }
}
