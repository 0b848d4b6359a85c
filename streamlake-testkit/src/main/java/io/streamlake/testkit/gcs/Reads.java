package io.streamlake.testkit.gcs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Operations that change nothing. */
final class Reads {

  private final ObjectTable objects;
  private final Permissions permissions;

  Reads(ObjectTable objects, Permissions permissions) {
    this.objects = objects;
    this.permissions = permissions;
  }

  Response get(Call call, String base) {
    StoredObject object = objects.require(call.path(), call.head());
    return json(call.head(), Resources.object(object, base)).with("ETag", Resources.etag(object));
  }

  Response media(Call call) {
    StoredObject object = objects.require(call.path(), call.head());
    if (object.content().isDiscarded()) {
      throw ApiFailure.discarded(object.path());
    }
    Optional<ByteRange> range =
        call.head().header("Range").flatMap(header -> ByteRange.select(header, object.size()));
    ByteRange selected = range.orElse(new ByteRange(0, object.size()));
    Map<String, String> headers = mediaHeaders(object);
    if (range.isPresent()) {
      headers.put("Content-Range", selected.contentRange(object.size()));
    }
    return new Response(
        range.isPresent() ? 206 : 200,
        headers,
        selected.length(),
        () -> object.content().open(selected.first()));
  }

  private static Map<String, String> mediaHeaders(StoredObject object) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", object.contentType().orElse("application/octet-stream"));
    object.contentEncoding().ifPresent(encoding -> headers.put("Content-Encoding", encoding));
    headers.put("ETag", Resources.etag(object));
    headers.put("Accept-Ranges", "bytes");
    headers.put("X-Goog-Generation", Long.toString(object.generation()));
    headers.put("X-Goog-Metageneration", "1");
    headers.put("X-Goog-Storage-Class", "STANDARD");
    headers.put("X-Goog-Stored-Content-Length", Long.toString(object.size()));
    headers.put("X-Goog-Stored-Content-Encoding", object.contentEncoding().orElse("identity"));
    String md5 = object.md5Hash().map(hash -> ",md5=" + hash).orElse("");
    headers.put("X-Goog-Hash", "crc32c=" + object.crc32c() + md5);
    return headers;
  }

  Response list(Call call, String base) {
    ListPage page = ListPage.of(objects.objects(call.bucket()), ListQuery.of(call.head()));
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("kind", "storage#objects");
    page.nextToken().ifPresent(token -> json.put("nextPageToken", token));
    if (!page.prefixes().isEmpty()) {
      ArrayNode prefixes = json.putArray("prefixes");
      page.prefixes().forEach(prefixes::add);
    }
    if (!page.items().isEmpty()) {
      ArrayNode items = json.putArray("items");
      page.items().forEach(object -> items.add(Resources.object(object, base)));
    }
    return json(call.head(), json);
  }

  Response bucket(Call call, String base) {
    return json(call.head(), Resources.bucket(objects.bucket(call.bucket()), base));
  }

  Response testPermissions(Call call) {
    objects.bucket(call.bucket());
    ObjectNode json =
        JsonNodeFactory.instance.objectNode().put("kind", "storage#testIamPermissionsResponse");
    ArrayNode granted = json.putArray("permissions");
    call.head().parameters("permissions").stream()
        .filter(permissions::isAllowed)
        .forEach(granted::add);
    return json(call.head(), json);
  }

  private static Response json(RequestHead head, ObjectNode json) {
    return Response.json(200, FieldMask.of(head).apply(json));
  }
}
