package io.streamlake.testkit.gcs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;

/**
 * A request with what its body says about it.
 *
 * @param metadata the object's, or what the body of another operation is
 * @param content the object's bytes, still to be read
 */
record Arrival(Call call, ObjectNode metadata, InputStream content) {

  RequestHead head() {
    return call.head();
  }
}
