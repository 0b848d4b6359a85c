package io.streamlake.testkit.gcs;

import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A bucket and its visible objects, in the order of their names' UTF-8 bytes. Changes hold the
 * bucket's monitor; reads hold nothing.
 */
final class Bucket {

  /** The order in which GCS lists: by code point, which is not the order of Java's strings. */
  static final Comparator<String> BY_CODE_POINT = Bucket::compareCodePoints;

  private final String name;
  private final Instant created;
  private final NavigableMap<String, StoredObject> objects =
      new ConcurrentSkipListMap<>(BY_CODE_POINT);

  Bucket(String name, Instant created) {
    this.name = name;
    this.created = created;
  }

  String name() {
    return name;
  }

  Instant created() {
    return created;
  }

  NavigableMap<String, StoredObject> objects() {
    return objects;
  }

  private static int compareCodePoints(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean surrogates = Character.isSurrogate(a) || Character.isSurrogate(b);
        return surrogates && Character.isSurrogate(a) != Character.isSurrogate(b)
            ? Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b))
            : Character.compare(a, b);
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
