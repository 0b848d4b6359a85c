package io.streamlake.gcs.writer;

import io.streamlake.core.StreamLakeException;
import io.streamlake.gcs.format.Encoding;
import io.streamlake.gcs.ledger.AmendedProof;
import io.streamlake.gcs.ledger.FileCheck;
import io.streamlake.gcs.ledger.FileEntry;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.ObjectMetadata;
import io.streamlake.gcs.store.Content;
import io.streamlake.gcs.store.Created;
import io.streamlake.gcs.store.NewObject;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.StoreException;
import io.streamlake.gcs.store.StoredObject;
import java.nio.file.Files;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Creates data objects and finds those of others. Every method may block; safe for use by several
 * threads.
 */
final class DataObjects {

  private final ObjectStore store;
  private final AmendedProof proof;

  DataObjects(ObjectStore store, Layout layout) {
    this.store = store;
    this.proof = new AmendedProof(store, layout, false);
  }

  /** Whether all data objects of a claim exist and hold what it says. */
  boolean areComplete(LedgerEntry claim) {
    return claim.files().stream().allMatch(file -> isThere(claim, file));
  }

  /** Whether a data object exists, and holds what the claim or an amendment says. */
  boolean holds(LedgerEntry claim, FileEntry file) {
    return store.head(file.name()).filter(found -> isRight(claim, file, found)).isPresent();
  }

  private boolean isRight(LedgerEntry claim, FileEntry file, StoredObject found) {
    return isRight(file, proof.check(claim, file, Optional.of(found)));
  }

  /**
   * Creates a data object, or finds that it exists already.
   *
   * @param claim the segment
   * @param staged the local file; its codec's bytes may differ from the first writer's
   * @throws StreamLakeException if the staged file is gone, or the object holds something else
   */
  void create(LedgerEntry claim, StagedObject staged) {
    FileEntry file = staged.file();
    FileEntry claimed = claim.file(file.name()).orElseThrow();
    if (!Files.exists(staged.path())) {
      throw new StreamLakeException(
          staged.path() + ": the staged file is gone; keep others from cleaning this directory");
    }
    NewObject object =
        new NewObject(
            file.name(),
            Content.of(staged.path(), file.bytes(), file.crc32c()),
            contentType(claim),
            ObjectMetadata.of(claim, file));
    if (store.create(object) == Created.EXISTS && !isThere(claim, claimed)) {
      throw new StoreException(
          StoreException.Kind.TRANSIENT,
          store.location() + "/" + file.name() + ": it exists, and yet it cannot be found",
          null);
    }
  }

  private static String contentType(LedgerEntry claim) {
    return Encoding.of(claim.format(), claim.compression(), OptionalInt.empty()).contentType();
  }

  /**
   * Whether nothing is left to do for a data object: it is right, or an amendment leaves it out.
   */
  boolean isThere(LedgerEntry claim, FileEntry file) {
    return isRight(file, proof.check(claim, file, Optional.empty()));
  }

  private boolean isRight(FileEntry file, FileCheck check) {
    return switch (check.verdict()) {
      case RIGHT -> true;
      case MISSING -> false;
      case WRONG ->
          throw new StreamLakeException(
              store.location()
                  + "/"
                  + file.name()
                  + ": the object does not hold what was claimed: "
                  + check.detail()
                  + ". Somebody else has written it; move it away to go on");
    };
  }
}
