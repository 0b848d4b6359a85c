package io.streamlake.gcs.store;

import java.util.Map;
import java.util.Objects;

/**
 * An object to be created.
 *
 * @param name relative to the store's location, segments separated by {@code /}
 * @param content the body
 * @param contentType the MIME type; a Content-Encoding is never set, because servers then decode
 * @param metadata custom metadata, at most 8 KiB in all; stores without metadata drop it
 */
public record NewObject(
    String name, Content content, String contentType, Map<String, String> metadata) {

  /** Checks and copies the components. */
  public NewObject {
    ObjectNames.check(name);
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(contentType, "contentType");
    metadata = Map.copyOf(metadata);
  }

  /**
   * A JSON document in memory.
   *
   * @param name relative to the store's location
   * @param json the document's bytes; not copied
   * @return the object
   */
  public static NewObject json(String name, byte[] json) {
    return new NewObject(name, Content.of(json), "application/json", Map.of());
  }
}
