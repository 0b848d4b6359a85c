package io.streamlake.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Takes folders away again. */
public final class Folders {

  private Folders() {}

  /**
   * Deletes a folder with everything in it.
   *
   * @param folder nothing happens where it does not exist
   * @throws IOException when something in it cannot be deleted
   */
  public static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      empty(folder);
      Files.delete(folder);
    }
  }

  /**
   * Deletes everything in a folder, but not the folder.
   *
   * @param folder an existing folder
   * @throws IOException when something in it cannot be deleted
   */
  public static void empty(Path folder) throws IOException {
    for (Path path : deepestFirst(folder)) {
      if (!path.equals(folder)) {
        Files.delete(path);
      }
    }
  }

  private static List<Path> deepestFirst(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
