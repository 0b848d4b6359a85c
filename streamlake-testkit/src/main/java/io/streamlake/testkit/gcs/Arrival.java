package io.streamlake.testkit.gcs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.List;

/**
 * A request with what its body says about it.
 *
 * @param metadata the object's, or what the body of another operation is
 * @param content the object's bytes, still to be read
 */
record Arrival(Call call, ObjectNode metadata, InputStream content) {

  Arrival withContent(InputStream other) {
    return new Arrival(call, metadata, other);
  }

  /** The same without anything that says what the bytes should be. */
  Arrival unchecked() {
    ObjectNode silent = metadata.deepCopy();
    silent.remove(List.of("crc32c", "md5Hash"));
    return new Arrival(call.withHead(head().without("X-Goog-Hash")), silent, content);
  }

  RequestHead head() {
    return call.head();
  }
}
