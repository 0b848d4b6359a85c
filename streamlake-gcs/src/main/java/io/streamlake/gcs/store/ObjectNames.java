package io.streamlake.gcs.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** What a legal object name is, and the order that stores list names in. */
final class ObjectNames {

  /** The order of GCS listings: by the UTF-8 bytes of the whole name. */
  static final Comparator<String> ORDER =
      (left, right) ->
          Arrays.compareUnsigned(
              left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

  static final int MAX_BYTES = 1024;

  private ObjectNames() {}

  /**
   * Checks a name.
   *
   * @see <a href="https://cloud.google.com/storage/docs/objects#naming">Object names</a>
   * @throws IllegalArgumentException if a store could not keep an object of that name
   */
  static String check(String name) {
    if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new IllegalArgumentException("name must have 1 to 1,024 bytes: " + name);
    }
    for (String part : name.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..") || part.equals(".tmp")) {
        throw new IllegalArgumentException("name has an illegal segment '" + part + "': " + name);
      }
    }
    if (name.chars().anyMatch(character -> character < ' ')) {
      throw new IllegalArgumentException("name has a control character: " + name);
    }
    return name;
  }

  /** The length of a name's longest part between two slashes. */
  static int longestPartBytes(String name) {
    return Arrays.stream(name.split("/", -1))
        .mapToInt(part -> part.getBytes(StandardCharsets.UTF_8).length)
        .max()
        .orElse(0);
  }
}
