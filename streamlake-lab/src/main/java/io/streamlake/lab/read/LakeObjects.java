package io.streamlake.lab.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Where a lake's objects are: a folder, or the bucket of a server. */
public interface LakeObjects {

  /**
   * Lists objects.
   *
   * @param prefix how their names start, relative to the lake's location
   * @return full names relative to the lake's location, with {@code /} between folders
   * @throws IOException when they cannot be listed
   */
  SortedSet<String> names(String prefix) throws IOException;

  /**
   * Opens an object.
   *
   * @param name one of {@link #names}
   * @return its bytes as they are stored; the caller closes it
   * @throws IOException when it cannot be read
   */
  InputStream open(String name) throws IOException;

  /**
   * The objects of a lake in a folder.
   *
   * @param location the folder
   * @return its objects, listed anew at each call
   */
  static LakeObjects in(Path location) {
    return new LakeObjects() {
      @Override
      public SortedSet<String> names(String prefix) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(location)) {
          files
              .filter(Files::isRegularFile)
              .map(file -> location.relativize(file).toString().replace('\\', '/'))
              .filter(name -> name.startsWith(prefix))
              .forEach(names::add);
        }
        return names;
      }

      @Override
      public InputStream open(String name) throws IOException {
        return Files.newInputStream(location.resolve(name));
      }
    };
  }
}
