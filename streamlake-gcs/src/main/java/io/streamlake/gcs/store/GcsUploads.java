package io.streamlake.gcs.store;

import com.google.cloud.BaseServiceException;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
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

  private static final int NO_STATUS = BaseServiceException.UNKNOWN_CODE;

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
    Content.File staged = (Content.File) content;
    if (staged.size() >= SINGLE_REQUEST_BYTES) {
      return storage.createFrom(info, staged.path(), streamed);
    }
    // The client replaces the checksum by its own: a file that rotted shows in reading it only.
    return storage.create(info, StagedContent.read(staged), atOnce);
  }

  /** A refusal, or else what is wrong with the staged file that may have led to it. */
  static Exception explained(Exception refusal, Content content) {
    Optional<ChangedContentException> fault =
        mayComeFromStaging(refusal) ? StagedContent.fault(content) : Optional.empty();
    fault.ifPresent(changed -> changed.addSuppressed(refusal));
    return fault.<Exception>map(changed -> changed).orElse(refusal);
  }

  /** A file that cannot be read has no status, as a broken connection has none. */
  private static boolean mayComeFromStaging(Exception refusal) {
    return !(refusal instanceof StorageException answer)
        || answer.getCode() == NO_STATUS
        || Refusals.isAboutChecksum(answer.getCode(), answer);
  }
}
