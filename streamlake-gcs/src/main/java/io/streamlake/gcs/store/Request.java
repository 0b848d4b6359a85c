package io.streamlake.gcs.store;

import java.util.Arrays;
import java.util.List;

/** What a bucket is asked, and the permission that takes. */
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
}
