package io.streamlake.gcs.store;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Tells failures of the staging disk from those of a store: no later attempt cures the former, but
 * the log still has what was staged. Safe for use from any thread.
 */
final class StagedContent {

  private StagedContent() {}

  /** Reads a staged file into memory, and makes sure that it still is what it was. */
  static byte[] read(Content.File staged) throws ChangedContentException {
    byte[] body;
    try {
      body = Files.readAllBytes(staged.path());
    } catch (IOException unreadable) {
      throw new ChangedContentException(unreadable);
    }
    requireSame(Crc32c.of(body), staged);
    return body;
  }

  /**
   * What is wrong with content that a store did not take; empty if that was not its fault. Reads
   * all of a staged file: a disk may give back its beginning only.
   */
  static Optional<ChangedContentException> fault(Content content) {
    if (!(content instanceof Content.File staged)) {
      return Optional.empty();
    }
    try {
      requireSame(Crc32c.of(staged.path()), staged);
      return Optional.empty();
    } catch (ChangedContentException changed) {
      return Optional.of(changed);
    } catch (IOException unreadable) {
      return Optional.of(new ChangedContentException(unreadable));
    }
  }

  private static void requireSame(int found, Content.File staged) throws ChangedContentException {
    if (found != staged.crc32c()) {
      throw new ChangedContentException(Crc32c.toBase64(found), Crc32c.toBase64(staged.crc32c()));
    }
  }
}
