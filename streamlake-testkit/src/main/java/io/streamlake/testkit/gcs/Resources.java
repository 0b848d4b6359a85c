package io.streamlake.testkit.gcs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * How objects and buckets look in JSON
 * (https://cloud.google.com/storage/docs/json_api/v1/objects#resource). Numbers of 64 bits are
 * strings there.
 */
final class Resources {

  private static final List<String> SETTINGS =
      List.of(
          "contentType",
          "contentEncoding",
          "contentDisposition",
          "contentLanguage",
          "cacheControl",
          "storageClass",
          "customTime",
          "metadata");

  private Resources() {}

  /** What of a client's metadata is kept with the object. */
  static ObjectNode settings(ObjectNode metadata) {
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    for (String name : SETTINGS) {
      if (metadata.hasNonNull(name)) {
        settings.set(name, metadata.get(name));
      }
    }
    return settings;
  }

  static ObjectNode object(StoredObject object, String base) {
    String self = "/storage/v1/b/" + encode(object.bucket()) + "/o/" + encode(object.name());
    String generation = Long.toString(object.generation());
    String time = time(object.created());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kind", "storage#object").put("id", object.path() + "/" + generation);
    json.put("selfLink", base + self);
    json.put("mediaLink", base + "/download" + self + "?generation=" + generation + "&alt=media");
    json.put("name", object.name()).put("bucket", object.bucket());
    json.put("generation", generation).put("metageneration", "1");
    json.put("storageClass", "STANDARD");
    json.put("size", Long.toString(object.size())).put("crc32c", object.crc32c());
    object.md5Hash().ifPresent(md5 -> json.put("md5Hash", md5));
    json.put("etag", etag(object)).put("timeCreated", time).put("updated", time);
    json.put("timeStorageClassUpdated", time);
    json.setAll(object.settings());
    return json;
  }

  static ObjectNode bucket(Bucket bucket, String base) {
    String time = time(bucket.created());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kind", "storage#bucket").put("id", bucket.name()).put("name", bucket.name());
    json.put("selfLink", base + "/storage/v1/b/" + encode(bucket.name()));
    json.put("projectNumber", "1").put("metageneration", "1").put("etag", "CAE=");
    json.put("location", "US").put("locationType", "multi-region");
    json.put("storageClass", "STANDARD").put("timeCreated", time).put("updated", time);
    return json;
  }

  static String etag(StoredObject object) {
    return "\"" + Long.toString(object.generation(), Character.MAX_RADIX) + "\"";
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
