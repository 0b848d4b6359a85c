package io.streamlake.gcs.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the store that a location names. */
public final class ObjectStores {

  private ObjectStores() {}

  /**
   * Opens a store for writing and reading. A directory is created if there is none, and probed.
   *
   * @param location {@code gs://bucket/prefix} or {@code file:///directory}
   * @param options how to reach Google Cloud Storage; {@code STORAGE_EMULATOR_HOST} in the
   *     environment is honoured where they set no endpoint
   * @return the store, for the caller to close
   * @throws IllegalArgumentException if the location is neither
   * @throws StoreException if credentials are missing, or the directory cannot be used
   */
  public static ObjectStore open(String location, GcsOptions options) {
    URI uri = parse(location);
    return isDirectory(uri) ? FileObjectStore.open(directory(uri)) : bucket(uri, options);
  }

  /**
   * Opens a store for reading only: nothing is created, the directory may be read-only.
   *
   * @param location {@code gs://bucket/prefix} or {@code file:///directory}
   * @param options as for {@link #open}
   * @return the store, for the caller to close
   * @throws IllegalArgumentException if the location is neither
   * @throws StoreException if credentials or the directory are missing
   */
  public static ObjectStore openForReading(String location, GcsOptions options) {
    URI uri = parse(location);
    return isDirectory(uri) ? FileObjectStore.openForReading(directory(uri)) : bucket(uri, options);
  }

  private static boolean isDirectory(URI uri) {
    return "file".equals(uri.getScheme());
  }

  private static Path directory(URI uri) {
    return Path.of(URI.create("file://" + uri.getRawPath())).normalize();
  }

  private static ObjectStore bucket(URI uri, GcsOptions options) {
    String prefix = trimSlashes(uri.getPath());
    if (!prefix.isEmpty()) {
      ObjectNames.check(prefix);
    }
    Optional<String> emulator = Optional.ofNullable(System.getenv("STORAGE_EMULATOR_HOST"));
    return GcsObjectStore.open(uri.getAuthority(), prefix, options.in(emulator));
  }

  private static URI parse(String location) {
    try {
      URI uri = new URI(location);
      boolean plain =
          uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getPath() != null;
      if (plain && "gs".equals(uri.getScheme()) && uri.getAuthority() != null) {
        return uri;
      }
      boolean local = uri.getAuthority() == null || uri.getAuthority().isEmpty();
      if (plain && isDirectory(uri) && local && uri.getPath().startsWith("/")) {
        return uri;
      }
    } catch (URISyntaxException malformed) {
      throw new IllegalArgumentException(explain(location), malformed);
    }
    throw new IllegalArgumentException(explain(location));
  }

  private static String explain(String location) {
    return "location must be gs://bucket/prefix or file:///directory, not '" + location + "'";
  }

  private static String trimSlashes(String path) {
    String left = path.startsWith("/") ? path.substring(1) : path;
    return left.endsWith("/") ? left.substring(0, left.length() - 1) : left;
  }
}
