package io.streamlake.gcs.store;

import io.streamlake.testkit.gcs.GcsServer;
import java.nio.file.Path;
import java.util.UUID;

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
      String url = System.getProperty("streamlake.gcs.url", "");
      return url.isEmpty() ? ofTestkit() : elsewhere(url);
    }

    private Opened ofTestkit() {
      GcsServer server = GcsServer.builder().bucket("lake").start();
      ObjectStore store =
          ObjectStores.open("gs://lake/some/prefix", GcsOptions.emulator(server.uri()));
      return new Opened(store, server::close);
    }

    /** A prefix of its own for each test: the bucket need not be empty, and nothing is deleted. */
    private Opened elsewhere(String url) {
      String bucket = System.getProperty("streamlake.gcs.bucket", "lake");
      String location = "gs://" + bucket + "/contract/" + UUID.randomUUID();
      return new Opened(ObjectStores.open(location, GcsOptions.emulator(url)), () -> {});
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
