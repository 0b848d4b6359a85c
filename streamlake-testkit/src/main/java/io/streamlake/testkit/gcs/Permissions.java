package io.streamlake.testkit.gcs;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the caller may not do. Safe for use from any thread. */
final class Permissions {

  /** Has to be granted to the service's own agent, not to the caller. */
  private static final String USE_KEY = "cloudkms.cryptoKeyVersions.useToEncrypt";

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

  /** Throws 403 when a request needs a forbidden permission. */
  void require(Call call) {
    if (call.head().parameter("kmsKeyName").isPresent() && !isAllowed(USE_KEY)) {
      throw ApiFailure.keyForbidden();
    }
    for (String permission : needed(call.operation())) {
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
      case SESSION_STATUS, SESSION_CANCEL, TEST_PERMISSIONS, BATCH, OTHER -> List.of();
    };
  }
}
