package io.streamlake.testkit.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer before it is written.
 *
 * @param length the body's, in bytes
 */
record Response(int status, Map<String, String> headers, long length, Body body) {

  /** Opens the body's bytes, when they are written. */
  interface Body {
    InputStream open() throws IOException;
  }

  Response {
    headers = Map.copyOf(headers);
  }

  static Response empty(int status) {
    return of(status, Map.of(), new byte[0]);
  }

  static Response json(int status, JsonNode json) {
    return of(
        status,
        Map.of("Content-Type", "application/json; charset=UTF-8"),
        json.toString().getBytes(StandardCharsets.UTF_8));
  }

  static Response text(int status, String text) {
    return of(
        status,
        Map.of("Content-Type", "text/plain; charset=utf-8"),
        text.getBytes(StandardCharsets.UTF_8));
  }

  static Response of(int status, Map<String, String> headers, byte[] bytes) {
    return new Response(status, headers, bytes.length, () -> new ByteArrayInputStream(bytes));
  }

  Response with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, more, length, body);
  }
}
