package io.streamlake.gcs.store;

import io.streamlake.gcs.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A directory as an object store. An object is written to a temporary file, synced, and appears
 * under its name by a hard link, which the file system creates for one of many rivals only; then
 * the directories are synced. Custom metadata and content types are not kept.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/link.2.html">link(2)</a>
 */
final class FileObjectStore implements ObjectStore {

  /**
   * What nearly all file systems allow; some allow less, and refuse with these words.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/path_resolution.7.html">path_resolution(7)
   *     </a>
   */
  private static final int NAME_MAX = 255;

  private static final String TOO_LONG = "File name too long";

  private final Path root;
  private final TemporaryFiles temporary;

  private FileObjectStore(Path root) {
    this.root = root;
    this.temporary = new TemporaryFiles(root);
  }

  static FileObjectStore open(Path root) {
    FileObjectStore store = new FileObjectStore(root);
    store.check();
    return store;
  }

  @Override
  public void check() {
    try {
      Files.createDirectories(root);
      temporary.prepare();
    } catch (IOException | UnsupportedOperationException unusable) {
      throw new StoreException(
          unusable instanceof AccessDeniedException ? Kind.DENIED : Kind.UNUSABLE,
          location()
              + ": not usable as a raw zone, it must be a writable directory on a file system with"
              + " hard links: "
              + unusable,
          unusable);
    }
  }

  static FileObjectStore openForReading(Path root) {
    FileObjectStore store = new FileObjectStore(root);
    if (!Files.isDirectory(root)) {
      throw new StoreException(
          Kind.MISSING_BUCKET, store.location() + ": there is no such directory", null);
    }
    return store;
  }

  @Override
  public Created create(NewObject object) {
    Path target = path(object.name());
    try {
      if (Files.exists(target)) {
        DirectorySync.sync(target.getParent(), root);
        return Created.EXISTS;
      }
      Path written = temporary.write(object.content());
      try {
        return link(written, target);
      } finally {
        Files.deleteIfExists(written);
      }
    } catch (IOException failure) {
      throw StagedContent.fault(object.content())
          .map(fault -> failure("create", object.name(), fault))
          .orElseGet(() -> failure("create", object.name(), failure));
    }
  }

  private Created link(Path written, Path target) throws IOException {
    Path directory = Optional.ofNullable(target.getParent()).orElse(root);
    Files.createDirectories(directory);
    Created created = Created.CREATED;
    try {
      Files.createLink(target, written);
    } catch (FileAlreadyExistsException rival) {
      created = Created.EXISTS;
    }
    // Also for a rival's object: it may have crashed before it synced.
    DirectorySync.sync(directory, root);
    return created;
  }

  @Override
  public Optional<byte[]> read(String name) {
    try {
      return Optional.of(Files.readAllBytes(path(name)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException failure) {
      throw failure("get", name, failure);
    }
  }

  @Override
  public Optional<InputStream> open(String name) {
    try {
      return Optional.of(Files.newInputStream(path(name)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException failure) {
      throw failure("get", name, failure);
    }
  }

  @Override
  public Optional<StoredObject> head(String name) {
    Optional<InputStream> opened = open(name);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = opened.get()) {
      CRC32C sum = new CRC32C();
      byte[] buffer = new byte[64 * 1024];
      long size = 0;
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sum.update(buffer, 0, count);
        size += count;
      }
      return Optional.of(
          new StoredObject(name, size, OptionalInt.of((int) sum.getValue()), Map.of()));
    } catch (IOException failure) {
      throw failure("get", name, failure);
    }
  }

  @Override
  public void list(String prefix, String startOffset, Consumer<StoredObject> each) {
    try {
      new DirectoryListing(root, prefix, startOffset).forEach(each);
    } catch (IOException failure) {
      throw failure("list", prefix, failure);
    }
  }

  @Override
  public int maxNamePartBytes() {
    return NAME_MAX;
  }

  @Override
  public String location() {
    return "file://" + root;
  }

  @Override
  public void close() {
    // Nothing is held open between requests.
  }

  private Path path(String name) {
    return root.resolve(ObjectNames.check(name));
  }

  private StoreException failure(String request, String name, IOException cause) {
    String what = location() + "/" + name + ": " + request + " failed: " + cause;
    if (cause instanceof AccessDeniedException) {
      return new StoreException(
          Kind.DENIED,
          what + "; let the user " + System.getProperty("user.name") + " write there",
          cause);
    }
    return new StoreException(
        isHopeless(name, cause) ? Kind.UNUSABLE : Kind.TRANSIENT, what, cause);
  }

  /** Whether the same request must fail the next time as well. */
  private static boolean isHopeless(String name, IOException cause) {
    return cause instanceof ChangedContentException
        || ObjectNames.longestPartBytes(name) > NAME_MAX
        || (cause instanceof FileSystemException refused && TOO_LONG.equals(refused.getReason()));
  }
}
