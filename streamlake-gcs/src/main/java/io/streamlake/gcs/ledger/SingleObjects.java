package io.streamlake.gcs.ledger;

import io.streamlake.gcs.ledger.Finding.Kind;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.StoreException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Tells what a store refuses for one object from what it refuses at all: the former says something
 * of that object, the latter says nothing of any. Safe for use from any thread.
 */
final class SingleObjects {

  private final ObjectStore store;
  private final Layout layout;

  SingleObjects(ObjectStore store, Layout layout) {
    this.store = store;
    this.layout = layout;
  }

  /**
   * Asks something about one object.
   *
   * @param question asks the store
   * @param refused answers instead where the store refuses this object only, and is told why
   * @throws StoreException if the store does not answer at all
   */
  <T> T ask(Supplier<T> question, Function<String, T> refused) {
    try {
      return question.get();
    } catch (StoreException failure) {
      if (!isOfOneObject(failure)) {
        throw failure;
      }
      return refused.apply("cannot be read: " + why(failure));
    } catch (IllegalArgumentException illegalName) {
      return refused.apply("cannot be read: " + illegalName.getMessage());
    }
  }

  /** A ledger object that cannot be read. */
  static Damage damage(String why) {
    return new Damage(Kind.UNREADABLE, why, Kind.UNREADABLE.advice());
  }

  /**
   * Denied, out of reach or a missing bucket is the store. A file system refuses a file for reasons
   * that nothing but its own answer to another question tells apart: a name that is too long for it
   * looks like a disk that is gone.
   */
  private boolean isOfOneObject(StoreException failure) {
    return switch (failure.kind()) {
      case UNUSABLE -> true;
      case TRANSIENT -> failure.getCause() instanceof FileSystemException && answers();
      case DENIED, MISSING_BUCKET -> false;
    };
  }

  private boolean answers() {
    try {
      store.list(
          layout.ledgerPrefix(),
          object -> {
            throw new Enough();
          });
      return true;
    } catch (Enough answered) {
      return true;
    } catch (StoreException silent) {
      return false;
    }
  }

  private static String why(StoreException failure) {
    return Optional.ofNullable(failure.getCause())
        .filter(FileSystemException.class::isInstance)
        .map(cause -> ((FileSystemException) cause).getReason())
        .orElseGet(() -> String.valueOf(failure.getMessage()));
  }
}
