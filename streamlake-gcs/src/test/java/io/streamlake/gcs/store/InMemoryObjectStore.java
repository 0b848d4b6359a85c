package io.streamlake.gcs.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A store in memory that keeps a log of its requests and lets tests fail or delay any of them,
 * before or after it took effect. Safe for use from any thread.
 */
public final class InMemoryObjectStore implements ObjectStore {

  /** What is asked of the store. */
  public enum Operation {
    CREATE,
    READ,
    OPEN,
    HEAD,
    LIST
  }

  /**
   * Where in a request a fault strikes: before its effect, or when only the response is missing.
   */
  public enum Moment {
    BEFORE,
    AFTER
  }

  /** A request: its operation, and the name or prefix it is about. */
  public record Call(Operation operation, String name) {}

  /** Is told of every request, twice; may throw or block. */
  public interface Fault {
    void at(Moment moment, Call call);
  }

  private record Kept(Content.Bytes content, Map<String, String> metadata) {
    byte[] bytes() {
      return content.body();
    }
  }

  private final SortedMap<String, Kept> objects = new TreeMap<>(ObjectNames.ORDER);
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile Fault fault = (moment, call) -> {};

  /** Puts a fault in place of the last one. */
  public void inject(Fault next) {
    fault = next;
  }

  /** Heals the store. */
  public void heal() {
    fault = (moment, call) -> {};
  }

  /** All requests so far, in the order in which they came. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** All names, in order. */
  public synchronized List<String> names() {
    return List.copyOf(objects.keySet());
  }

  /** Does what no store allows: replaces an object's bytes. */
  public synchronized void overwrite(String name, byte[] bytes, Map<String, String> metadata) {
    objects.put(name, new Kept(Content.of(bytes.clone()), metadata));
  }

  /** Does what no store allows: deletes an object. */
  public synchronized void remove(String name) {
    objects.remove(name);
  }

  @Override
  public Created create(NewObject object) {
    Call call = began(Operation.CREATE, object.name());
    Created created = put(object);
    fault.at(Moment.AFTER, call);
    return created;
  }

  private Created put(NewObject object) {
    byte[] bytes = bytes(object.content());
    synchronized (this) {
      Kept kept = new Kept(Content.of(bytes), object.metadata());
      return objects.putIfAbsent(object.name(), kept) == null ? Created.CREATED : Created.EXISTS;
    }
  }

  @Override
  public Optional<byte[]> read(String name) {
    Call call = began(Operation.READ, name);
    Optional<byte[]> bytes = find(name).map(kept -> kept.bytes().clone());
    fault.at(Moment.AFTER, call);
    return bytes;
  }

  @Override
  public Optional<InputStream> open(String name) {
    Call call = began(Operation.OPEN, name);
    Optional<InputStream> in = find(name).map(kept -> new ByteArrayInputStream(kept.bytes()));
    fault.at(Moment.AFTER, call);
    return in;
  }

  @Override
  public Optional<StoredObject> head(String name) {
    Call call = began(Operation.HEAD, name);
    Optional<StoredObject> found = find(name).map(kept -> stored(name, kept));
    fault.at(Moment.AFTER, call);
    return found;
  }

  @Override
  public void list(String prefix, String startOffset, Consumer<StoredObject> each) {
    Call call = began(Operation.LIST, prefix);
    List<StoredObject> listed;
    synchronized (this) {
      listed =
          objects.tailMap(startOffset).entrySet().stream()
              .filter(entry -> entry.getKey().startsWith(prefix))
              .map(entry -> stored(entry.getKey(), entry.getValue()))
              .toList();
    }
    listed.forEach(each);
    fault.at(Moment.AFTER, call);
  }

  @Override
  public void check() {
    // memory can always be used
  }

  @Override
  public String location() {
    return "memory://store";
  }

  @Override
  public void close() {
    // Nothing to let go of.
  }

  private Call began(Operation operation, String name) {
    Call call = new Call(operation, name);
    calls.add(call);
    fault.at(Moment.BEFORE, call);
    return call;
  }

  private synchronized Optional<Kept> find(String name) {
    return Optional.ofNullable(objects.get(ObjectNames.check(name)));
  }

  private static StoredObject stored(String name, Kept kept) {
    return new StoredObject(
        name, kept.bytes().length, OptionalInt.of(Crc32c.of(kept.bytes())), kept.metadata());
  }

  private static byte[] bytes(Content content) {
    try {
      byte[] bytes =
          content instanceof Content.Bytes memory
              ? memory.body().clone()
              : Files.readAllBytes(((Content.File) content).path());
      if (bytes.length != content.size() || Crc32c.of(bytes) != content.crc32c()) {
        throw new StoreException(StoreException.Kind.UNUSABLE, "content changed", null);
      }
      return bytes;
    } catch (IOException unreadable) {
      throw new StoreException(
          StoreException.Kind.UNUSABLE, "the staged content cannot be read", unreadable);
    }
  }
}
