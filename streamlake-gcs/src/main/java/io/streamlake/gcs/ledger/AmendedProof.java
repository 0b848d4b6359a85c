package io.streamlake.gcs.ledger;

import io.streamlake.gcs.ledger.FileCheck.Verdict;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Compares data objects with their claims and, where these do not fit, with the claims' amendments:
 * an object is right if it matches the claim or any amendment, and one that does not exist is right
 * if an amendment leaves it out. Safe for use from any thread.
 */
public final class AmendedProof {

  private final ObjectStore store;
  private final Layout layout;
  private final FileProof proof;

  /**
   * Creates a proof.
   *
   * @param store where objects and ledger are
   * @param layout the dataset's names
   * @param deep whether each object is decoded, though its metadata or its checksum would do, and
   *     every figure of the claim compared
   */
  public AmendedProof(ObjectStore store, Layout layout, boolean deep) {
    this.store = store;
    this.layout = layout;
    this.proof = new FileProof(store, deep);
  }

  /**
   * Compares an object with its claim and the claim's amendments. May block.
   *
   * @param claim the segment
   * @param file the object, as the claim pins it
   * @param listed what a listing knew of it; empty if it was not listed
   * @return whether it is as it should be, and how many of its records are lost
   * @throws io.streamlake.gcs.store.StoreException if the store does not answer
   */
  public FileCheck check(LedgerEntry claim, FileEntry file, Optional<StoredObject> listed) {
    FileCheck check = proof.check(claim, file, listed);
    if (check.verdict() == Verdict.RIGHT) {
      return check;
    }
    try {
      return amendments(claim, file).stream()
          .filter(amendment -> matches(amendment, file, check, listed))
          .findFirst()
          .map(amendment -> FileCheck.amended(lost(amendment, file)))
          .orElse(check);
    } catch (CorruptLedgerException corrupt) {
      return FileCheck.wrong(check.detail() + "; " + corrupt.getMessage());
    }
  }

  private boolean matches(
      LedgerEntry amendment, FileEntry file, FileCheck check, Optional<StoredObject> listed) {
    boolean isMissing = check.verdict() == Verdict.MISSING;
    return amendment
        .file(file.name())
        .map(
            amended ->
                !isMissing && proof.check(amendment, amended, listed).verdict() == Verdict.RIGHT)
        .orElse(isMissing);
  }

  private static long lost(LedgerEntry amendment, FileEntry file) {
    return file.records() - amendment.file(file.name()).map(FileEntry::records).orElse(0L);
  }

  private List<LedgerEntry> amendments(LedgerEntry claim, FileEntry file) {
    return layout
        .parseData(file.name())
        .map(name -> amendments(store, layout, name.partition(), claim))
        .orElse(List.of());
  }

  /**
   * Reads a claim's amendments. May block.
   *
   * @param store where the ledger is
   * @param layout the dataset's names
   * @param place topic and partition as the ledger's names tell them
   * @param claim the claim
   * @return the amendments in their order; none that do not belong to the claim
   * @throws CorruptLedgerException if one is damaged
   * @throws io.streamlake.gcs.store.StoreException if the store does not answer
   */
  public static List<LedgerEntry> amendments(
      ObjectStore store, Layout layout, TopicPartition place, LedgerEntry claim) {
    List<LedgerEntry> found = new ArrayList<>();
    for (int number = 1; ; number++) {
      String name = layout.amendment(place, claim.from(), number);
      Optional<byte[]> json = store.read(name);
      if (json.isEmpty()) {
        return found;
      }
      LedgerEntry amendment = LedgerJson.readEntry(name, json.get());
      if (!amendment.amends(claim)) {
        throw new CorruptLedgerException(name, "does not belong to its claim", null);
      }
      found.add(amendment);
    }
  }
}
