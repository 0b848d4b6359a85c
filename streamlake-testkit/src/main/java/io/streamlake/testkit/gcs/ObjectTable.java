package io.streamlake.testkit.gcs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All buckets and the objects visible in them. Every change is atomic with its preconditions. Safe
 * for use from any thread.
 */
final class ObjectTable {

  /** What an object is made of. */
  record Creation(ObjectPath path, ObjectNode settings, Content content) {}

  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final Permissions permissions;
  private long lastGeneration;

  ObjectTable(Permissions permissions) {
    this.permissions = permissions;
  }

  void createBucket(String name) {
    if (buckets.putIfAbsent(name, new Bucket(name, Instant.now())) != null) {
      throw new IllegalArgumentException("Bucket " + name + " exists already");
    }
  }

  /** Throws 404 for an unknown bucket. */
  Bucket bucket(String name) {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      throw ApiFailure.noBucket();
    }
    return bucket;
  }

  NavigableMap<String, StoredObject> objects(String bucket) {
    return bucket(bucket).objects();
  }

  Optional<StoredObject> find(ObjectPath path) {
    return Optional.ofNullable(objects(path.bucket()).get(path.name()));
  }

  /** The object as a request means it: by name and, where it says so, generation. */
  StoredObject require(ObjectPath path, RequestHead head) {
    StoredObject object = find(path).orElseThrow(() -> ApiFailure.noObject(path));
    long wanted = Preconditions.number(head, "generation").orElse(object.generation());
    if (wanted != object.generation()) {
      throw ApiFailure.noObject(path);
    }
    Preconditions.of(head).checkRead(object);
    return object;
  }

  /** Makes an object visible, or throws 412 or 403 and frees its content. */
  StoredObject create(Creation creation, Preconditions preconditions) {
    try {
      return createOrRefuse(creation, preconditions);
    } catch (ApiFailure e) {
      creation.content().delete();
      throw e;
    }
  }

  private StoredObject createOrRefuse(Creation creation, Preconditions preconditions) {
    Bucket bucket = bucket(creation.path().bucket());
    synchronized (bucket) {
      Optional<StoredObject> present = find(creation.path());
      preconditions.checkWrite(present);
      if (present.isPresent()) {
        permissions.require("storage.objects.delete", "object");
      }
      Instant now = Instant.now();
      StoredObject created =
          new StoredObject(
              creation.path(), nextGeneration(now), now, creation.settings(), creation.content());
      bucket.objects().put(created.name(), created);
      return created;
    }
  }

  void delete(ObjectPath path, RequestHead head) {
    Bucket bucket = bucket(path.bucket());
    synchronized (bucket) {
      StoredObject present = find(path).orElseThrow(() -> ApiFailure.noObject(path));
      Preconditions.of(head).checkWrite(Optional.of(present));
      long wanted = Preconditions.number(head, "generation").orElse(present.generation());
      if (wanted != present.generation()) {
        throw ApiFailure.noObject(path);
      }
      bucket.objects().remove(path.name());
    }
  }

  /** Microseconds, as in GCS, but never the same twice. */
  private synchronized long nextGeneration(Instant now) {
    long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    lastGeneration = Math.max(lastGeneration + 1, micros);
    return lastGeneration;
  }
}
