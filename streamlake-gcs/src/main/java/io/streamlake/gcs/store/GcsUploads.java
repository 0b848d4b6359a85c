package io.streamlake.gcs.store;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sends objects: small ones in one request, large ones as a stream from their file. Both with the
 * precondition that none exists, the checksum, and no gzip in transit. Safe for use from any
 * thread.
 */
final class GcsUploads {

  /** Below this one request carries all; from here on the file is streamed, almost without heap. */
  private static final int SINGLE_REQUEST_BYTES = 8 * 1024 * 1024;

  private final Storage storage;
  private final BlobTargetOption[] atOnce;
  private final BlobWriteOption[] streamed;

  GcsUploads(Storage storage, Optional<String> kmsKey) {
    this.storage = storage;
    this.atOnce = atOnce(kmsKey);
    this.streamed = streamed(kmsKey);
  }

  private static BlobTargetOption[] atOnce(Optional<String> kmsKey) {
    List<BlobTargetOption> options =
        new ArrayList<>(
            List.of(BlobTargetOption.doesNotExist(), BlobTargetOption.disableGzipContent()));
    kmsKey.map(BlobTargetOption::kmsKeyName).ifPresent(options::add);
    return options.toArray(BlobTargetOption[]::new);
  }

  private static BlobWriteOption[] streamed(Optional<String> kmsKey) {
    List<BlobWriteOption> options =
        new ArrayList<>(
            List.of(
                BlobWriteOption.doesNotExist(),
                BlobWriteOption.crc32cMatch(),
                BlobWriteOption.disableGzipContent()));
    kmsKey.map(BlobWriteOption::kmsKeyName).ifPresent(options::add);
    return options.toArray(BlobWriteOption[]::new);
  }

  /** Creates the object; a refusal is thrown as the client throws it. */
  Blob send(BlobInfo info, Content content) throws IOException {
    if (content instanceof Content.Bytes bytes) {
      return storage.create(info, bytes.body(), atOnce);
    }
    Path file = ((Content.File) content).path();
    return content.size() < SINGLE_REQUEST_BYTES
        ? sendAtOnce(info, Files.readAllBytes(file), content)
        : storage.createFrom(info, file, streamed);
  }

  private Blob sendAtOnce(BlobInfo info, byte[] body, Content content) throws IOException {
    // The client replaces the checksum by its own, so a staged file that rotted shows only here.
    int found = Crc32c.of(body);
    if (found != content.crc32c()) {
      throw changed(found, content);
    }
    return storage.create(info, body, atOnce);
  }

  /** A body that is not what its checksum says has changed on disk, or else on the way. */
  static Exception explained(StorageException refused, Content content) {
    if (!Refusals.isAboutChecksum(refused.getCode(), refused)
        || !(content instanceof Content.File file)) {
      return refused;
    }
    try {
      int found = Crc32c.of(file.path());
      return found == file.crc32c() ? refused : changed(found, file);
    } catch (IOException unreadable) {
      return unreadable;
    }
  }

  private static ChangedContentException changed(int found, Content content) {
    return new ChangedContentException(Crc32c.toBase64(found), Crc32c.toBase64(content.crc32c()));
  }
}
