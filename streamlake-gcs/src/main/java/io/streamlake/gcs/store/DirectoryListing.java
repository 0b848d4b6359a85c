package io.streamlake.gcs.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Walks a directory in the order in which GCS lists names. Each directory is sorted as if the names
 * of its sub-directories ended in a slash; so all names come in the order of their bytes.
 */
final class DirectoryListing {

  private final Opener opener;
  private final Path root;
  private final String prefix;
  private final String startOffset;

  DirectoryListing(Path root, String prefix, String startOffset) {
    this(Files::newDirectoryStream, root, prefix, startOffset);
  }

  DirectoryListing(Opener opener, Path root, String prefix, String startOffset) {
    this.opener = opener;
    this.root = root;
    this.prefix = prefix;
    this.startOffset = startOffset;
  }

  /** Opens a directory to read its entries. */
  @FunctionalInterface
  interface Opener {

    DirectoryStream<Path> open(Path directory) throws IOException;
  }

  void forEach(Consumer<StoredObject> each) throws IOException {
    walk(prefix.substring(0, prefix.lastIndexOf('/') + 1), each);
  }

  private void walk(String folder, Consumer<StoredObject> each) throws IOException {
    for (String name : sorted(folder)) {
      if (name.endsWith("/")) {
        if (mayHold(name)) {
          walk(name, each);
        }
      } else if (isListed(name)) {
        tell(name, each);
      }
    }
  }

  private List<String> sorted(String folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = opener.open(root.resolve(folder))) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!name.equals(TemporaryFiles.FOLDER)) {
          names.add(folder + name + (Files.isDirectory(entry) ? "/" : ""));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
    names.sort(ObjectNames.ORDER);
    return names;
  }

  private boolean mayHold(String folder) {
    boolean matches = folder.startsWith(prefix) || prefix.startsWith(folder);
    boolean reaches =
        ObjectNames.ORDER.compare(folder, startOffset) >= 0 || startOffset.startsWith(folder);
    return matches && reaches;
  }

  private boolean isListed(String name) {
    return name.startsWith(prefix) && ObjectNames.ORDER.compare(name, startOffset) >= 0;
  }

  private void tell(String name, Consumer<StoredObject> each) throws IOException {
    Path file = root.resolve(name);
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    each.accept(new StoredObject(name, attributes.size(), OptionalInt.empty(), Map.of()));
  }
}
