package io.streamlake.testkit.gcs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What the client says about an upload's bytes, in the object's metadata or the request's headers
 * (https://cloud.google.com/storage/docs/data-validation).
 */
record Checksums(Optional<String> crc32c, Optional<String> md5) {

  static Checksums of(ObjectNode metadata, RequestHead head) {
    String header = head.header("X-Goog-Hash").orElse("");
    return new Checksums(
        pick(metadata, "crc32c", header, "crc32c="), pick(metadata, "md5Hash", header, "md5="));
  }

  private static Optional<String> pick(
      ObjectNode metadata, String field, String header, String prefix) {
    if (metadata.hasNonNull(field)) {
      return Optional.of(metadata.path(field).asText());
    }
    int at = header.indexOf(prefix);
    if (at < 0) {
      return Optional.empty();
    }
    int comma = header.indexOf(',', at);
    String value = header.substring(at + prefix.length(), comma < 0 ? header.length() : comma);
    return Optional.of(value.trim());
  }

  /** Throws 400 and frees the content when a checksum is not the content's. */
  void verify(Content content) {
    Optional<String> problem = problem(content);
    if (problem.isPresent()) {
      content.delete();
      throw ApiFailure.invalid(problem.get());
    }
  }

  private Optional<String> problem(Content content) {
    if (crc32c.isPresent() && !crc32c.get().equals(content.crc32c())) {
      return Optional.of(
          String.format(
              "Provided CRC32C \"%s\" doesn't match calculated CRC32C \"%s\".",
              crc32c.get(), content.crc32c()));
    }
    if (md5.isPresent() && content.md5().isPresent() && !md5.equals(content.md5())) {
      return Optional.of(
          String.format(
              "Provided MD5 hash \"%s\" doesn't match calculated MD5 hash \"%s\".",
              md5.get(), content.md5().get()));
    }
    return Optional.empty();
  }
}
