package io.streamlake.gcs.store;

import io.streamlake.testkit.gcs.GcsServer;
import java.nio.file.Path;

/** The stores that the contract is proved on. */
enum StoreKind {
  MEMORY {
    @Override
    Opened open(Path directory) {
      return new Opened(new InMemoryObjectStore(), () -> {});
    }
  },
  FILE {
    @Override
    Opened open(Path directory) {
      ObjectStore store = ObjectStores.open("file://" + directory, GcsOptions.defaults());
      return new Opened(store, () -> {});
    }

    @Override
    boolean keepsMetadata() {
      return false;
    }
  },
  GCS {
    @Override
    Opened open(Path directory) {
      GcsServer server = GcsServer.builder().bucket("lake").start();
      ObjectStore store =
          ObjectStores.open("gs://lake/some/prefix", GcsOptions.emulator(server.uri()));
      return new Opened(store, server::close);
    }
  };

  /** A store, and what must be closed after it. */
  record Opened(ObjectStore store, Runnable server) implements AutoCloseable {
    @Override
    public void close() {
      store.close();
      server.run();
    }
  }

  abstract Opened open(Path directory);

  boolean keepsMetadata() {
    return true;
  }
}
