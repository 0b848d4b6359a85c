package io.streamlake.gcs.store;

import io.streamlake.gcs.store.StoreException.Kind;
import java.util.Arrays;
import java.util.List;

/** What a bucket is asked, and what to tell a person when it refuses. */
enum Request {
  CREATE("create", "storage.objects.create"),
  GET("get", "storage.objects.get"),
  LIST("list", "storage.objects.list");

  final String verb;
  private final String permission;

  Request(String verb, String permission) {
    this.verb = verb;
    this.permission = permission;
  }

  /** The permissions of all requests. */
  static List<String> permissions() {
    return Arrays.stream(values()).map(Request::permission).toList();
  }

  String permission() {
    return permission;
  }

  String advice(Kind kind, String bucket) {
    return switch (kind) {
      case DENIED ->
          "; grant "
              + permission
              + " on gs://"
              + bucket
              + " to the account of raw-zone.gcs.credentials (roles/storage.objectCreator and"
              + " roles/storage.objectViewer have all that is needed)";
      case MISSING_BUCKET ->
          "; create the bucket gs://" + bucket + ", or correct raw-zone.location";
      case UNUSABLE -> "; the request cannot succeed as it stands";
      case TRANSIENT -> "; it can be tried again";
    };
  }
}
