package io.streamlake.testkit.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An object as the server holds it, for assertions. Immutable, and safe for use from any thread;
 * its bytes can be read until the server is closed.
 */
public final class StoredObject {

  private final ObjectPath path;
  private final long generation;
  private final Instant created;
  private final ObjectNode settings;
  private final Content content;

  StoredObject(
      ObjectPath path, long generation, Instant created, ObjectNode settings, Content content) {
    this.path = Objects.requireNonNull(path, "path");
    this.generation = generation;
    this.created = created;
    this.settings = settings.deepCopy();
    this.content = content;
  }

  /**
   * The bucket's name.
   *
   * @return the name of the bucket that holds it
   */
  public String bucket() {
    return path.bucket();
  }

  /**
   * The object's name.
   *
   * @return the name, with its slashes
   */
  public String name() {
    return path.name();
  }

  /**
   * The object's generation.
   *
   * @return a number that every newer object of this server exceeds
   */
  public long generation() {
    return generation;
  }

  /**
   * When the object became visible.
   *
   * @return the instant of its commit
   */
  public Instant created() {
    return created;
  }

  /**
   * The object's size.
   *
   * @return its length in bytes
   */
  public long size() {
    return content.size();
  }

  /**
   * The object's CRC32C.
   *
   * @return the checksum in big-endian order and base64, as the JSON API writes it
   */
  public String crc32c() {
    return content.crc32c();
  }

  /**
   * The object's MD5.
   *
   * @return base64; empty for composed objects and discarded bodies
   */
  public Optional<String> md5Hash() {
    return content.md5();
  }

  /**
   * The object's media type, as its creator gave it.
   *
   * @return the content type; empty where none was given
   */
  public Optional<String> contentType() {
    return setting("contentType");
  }

  /**
   * The object's content encoding, as its creator gave it.
   *
   * @return the content encoding; empty where none was given
   */
  public Optional<String> contentEncoding() {
    return setting("contentEncoding");
  }

  /**
   * The Cloud KMS key that encrypts the object, as its creator named it.
   *
   * @return the key with its version, {@code projects/.../cryptoKeys/.../cryptoKeyVersions/1};
   *     empty where none was named
   */
  public Optional<String> kmsKeyName() {
    return setting("kmsKeyName");
  }

  /**
   * The object's custom metadata.
   *
   * @return name to value, in the order in which the creator sent them
   */
  public Map<String, String> metadata() {
    Map<String, String> custom = new LinkedHashMap<>();
    settings
        .path("metadata")
        .properties()
        .forEach(e -> custom.put(e.getKey(), e.getValue().asText()));
    return custom;
  }

  /**
   * Reads the object.
   *
   * @return a fresh copy of its bytes
   * @throws IllegalStateException when the body was discarded on arrival
   * @throws java.io.UncheckedIOException when the server was closed and the body was large
   */
  public byte[] bytes() {
    return content.bytes();
  }

  ObjectPath path() {
    return path;
  }

  Content content() {
    return content;
  }

  ObjectNode settings() {
    return settings.deepCopy();
  }

  private Optional<String> setting(String name) {
    JsonNode value = settings.path(name);
    return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
  }

  @Override
  public String toString() {
    return path + "#" + generation + " (" + size() + " bytes, crc32c " + crc32c() + ")";
  }
}
