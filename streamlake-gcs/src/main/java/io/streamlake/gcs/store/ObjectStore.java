package io.streamlake.gcs.store;

import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where objects live: they can be created once, read and listed, never changed or deleted. Names
 * are relative to {@link #location()}. Safe for use from any thread; every method may block on the
 * network or the disk, and throws {@link StoreException} where the outcome is not what it returns.
 */
public interface ObjectStore extends AutoCloseable {

  /**
   * Creates an object unless one of that name exists. On return the object is durable and visible
   * to everyone; it is never visible in part.
   *
   * @param object what to create
   * @return whether this call created it; {@link Created#EXISTS} also for our own success whose
   *     response was lost
   * @throws StoreException where the outcome is unknown or the request is refused
   */
  Created create(NewObject object);

  /**
   * Reads a whole object into memory.
   *
   * @param name the object's name
   * @return its bytes; empty if there is no such object
   * @throws StoreException if that could not be found out
   */
  Optional<byte[]> read(String name);

  /**
   * Opens an object for reading from its start.
   *
   * @param name the object's name
   * @return its bytes, for the caller to close; empty if there is no such object. Reading may throw
   *     {@link StoreException} as well as {@link java.io.IOException}
   * @throws StoreException if that could not be found out
   */
  Optional<InputStream> open(String name);

  /**
   * Asks what is known about an object.
   *
   * @param name the object's name
   * @return what is known, its checksum always included; empty if there is no such object
   * @throws StoreException if that could not be found out
   */
  Optional<StoredObject> head(String name);

  /**
   * Lists objects in the order of their names' UTF-8 bytes.
   *
   * @param prefix what the names start with; empty for all
   * @param startOffset the first name to list, if there is one of that name; empty for all
   * @param each is told of each object, on the calling thread
   * @throws StoreException if the listing could not be finished
   */
  void list(String prefix, String startOffset, Consumer<StoredObject> each);

  /**
   * Lists all objects of a prefix in the order of their names' UTF-8 bytes.
   *
   * @param prefix what the names start with; empty for all
   * @param each is told of each object, on the calling thread
   * @throws StoreException if the listing could not be finished
   */
  default void list(String prefix, Consumer<StoredObject> each) {
    list(prefix, "", each);
  }

  /**
   * Finds out whether objects can be created, read and listed, as far as that can be told without
   * creating one.
   *
   * @throws StoreException if the location cannot be reached, does not exist, or a permission is
   *     missing
   */
  void check();

  /**
   * How long a part of a name may be, between two slashes.
   *
   * @return bytes; as many as a whole name may have, unless the store says less
   */
  default int maxNamePartBytes() {
    return ObjectNames.MAX_BYTES;
  }

  /**
   * Where the objects are, for people and logs.
   *
   * @return {@code gs://bucket/prefix} or {@code file:///directory}, without a slash at the end
   */
  String location();

  /** Lets go of connections; requests under way fail. */
  @Override
  void close();
}
