package io.streamlake.testkit.gcs;

import static io.streamlake.testkit.gcs.Clients.BUCKET;
import static io.streamlake.testkit.gcs.Clients.blob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a sink that swallows any amount. */
class DiscardingTest {

  @Test
  void keepsSizeAndChecksumOfLargeBodiesAndAllOfSmallOnes(@TempDir Path directory)
      throws Exception {
    byte[] large = GcsServerTest.noise(9 * 1024 * 1024);
    Path file = Files.write(directory.resolve("body"), large);
    try (GcsServer server = GcsServer.builder().bucket(BUCKET).discardBodies().start()) {
      Storage storage = Clients.of(server);
      Blob created = storage.createFrom(blob("large"), file, BlobWriteOption.doesNotExist());
      storage.create(blob("small"), new byte[] {1});

      assertThat(created.getSize()).isEqualTo(large.length);
      assertThat(created.getCrc32c()).isEqualTo(server.object(BUCKET, "large").crc32c());
      assertThat(server.object(BUCKET, "small").bytes()).containsExactly(1);
      assertThatThrownBy(() -> storage.readAllBytes(BlobId.of(BUCKET, "large")))
          .isInstanceOfSatisfying(
              StorageException.class, e -> assertThat(e.getCode()).isEqualTo(501));
      assertThatThrownBy(() -> server.object(BUCKET, "large").bytes())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("discardBodies");
    }
  }

  @Test
  void swallowsHundredsOfMebibytes(@TempDir Path directory) throws Exception {
    Path file = Files.write(directory.resolve("body"), new byte[0]);
    long size = 300L * 1024 * 1024;
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(size);
    }
    try (GcsServer server = GcsServer.builder().bucket(BUCKET).discardBodies().start()) {
      Storage storage = Clients.of(server);
      storage.createFrom(blob("huge"), file, BlobWriteOption.doesNotExist());

      assertThat(server.object(BUCKET, "huge").size()).isEqualTo(size);
    }
  }
}
