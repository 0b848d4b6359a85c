package io.streamlake.testkit.gcs;

import java.nio.charset.StandardCharsets;

/** A bucket's name and an object's name in it. */
record ObjectPath(String bucket, String name) {

  private static final int MAX_BYTES = 1024;

  ObjectPath {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > MAX_BYTES || name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0) {
      throw ApiFailure.invalid(
          "Object names must be 1 to 1024 bytes of UTF-8 without line ends: " + name);
    }
  }

  @Override
  public String toString() {
    return bucket + "/" + name;
  }
}
