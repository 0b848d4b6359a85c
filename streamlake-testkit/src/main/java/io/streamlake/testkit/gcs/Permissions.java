package io.streamlake.testkit.gcs;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the caller may not do. Safe for use from any thread. */
final class Permissions {

  private final Set<String> forbidden = ConcurrentHashMap.newKeySet();

  void forbid(String permission) {
    forbidden.add(permission);
  }

  void allow(String permission) {
    forbidden.remove(permission);
  }

  boolean isAllowed(String permission) {
    return !forbidden.contains(permission);
  }

  /** Throws 403 when the permission is forbidden. */
  void require(String permission, String resource) {
    if (!isAllowed(permission)) {
      throw ApiFailure.forbidden(permission, resource);
    }
  }

  /** Throws 403 when an operation needs a forbidden permission. */
  void require(Operation operation) {
    for (String permission : needed(operation)) {
      require(permission, permission.startsWith("storage.buckets") ? "bucket" : "object");
    }
  }

  /** See https://cloud.google.com/storage/docs/access-control/iam-json. */
  private static List<String> needed(Operation operation) {
    return switch (operation) {
      case INSERT, SESSION_START, UPLOAD -> List.of("storage.objects.create");
      case GET, MEDIA -> List.of("storage.objects.get");
      case LIST -> List.of("storage.objects.list");
      case BUCKET_GET -> List.of("storage.buckets.get");
      case DELETE -> List.of("storage.objects.delete");
      case COMPOSE, REWRITE -> List.of("storage.objects.create", "storage.objects.get");
      case SESSION_STATUS, SESSION_CANCEL, TEST_PERMISSIONS, OTHER -> List.of();
    };
  }
}
