package io.streamlake.gcs.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A staged file is no longer what was staged, or cannot be read any more. */
final class ChangedContentException extends IOException {

  private static final long serialVersionUID = 1L;

  ChangedContentException(String found, @Nullable String expected) {
    super("the staged content changed on disk: crc32c is " + found + ", not " + expected);
  }

  ChangedContentException(IOException unreadable) {
    super("the staged content cannot be read: " + unreadable, unreadable);
  }
}
