package io.streamlake.gcs.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Makes directory entries durable: a file's sync does not cover its name. */
final class DirectorySync {

  private DirectorySync() {}

  /** Syncs a directory and its parents up to a root; clean ones cost next to nothing. */
  static void sync(@Nullable Path directory, Path root) throws IOException {
    Path each = directory;
    while (each != null && each.startsWith(root)) {
      try (FileChannel channel = FileChannel.open(each, StandardOpenOption.READ)) {
        channel.force(true);
      }
      each = each.getParent();
    }
  }
}
