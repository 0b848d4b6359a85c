package io.streamlake.testkit.gcs;

import static io.streamlake.testkit.gcs.Clients.BUCKET;
import static io.streamlake.testkit.gcs.Clients.blob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers, and the service itself, may be kept from. */
class PermissionsTest {

  private static final String KEY = "projects/p/locations/eu/keyRings/r/cryptoKeys/k";

  private static final byte[] BODY = GcsServerTest.noise(3 * Spool.BLOCK + 100);

  private GcsServer server;
  private Storage storage;
  private Path file;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    server = GcsServer.builder().bucket(BUCKET).start();
    storage = Clients.of(server);
    file = Files.write(directory.resolve("body"), BODY);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    storage.close();
  }

  @Test
  void forbidsDeletingAndOverwriting() {
    create("x");
    server.forbid("storage.objects.delete");

    assertThatThrownBy(() -> storage.delete(BlobId.of(BUCKET, "x")))
        .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.getCode()).isEqualTo(403))
        .hasMessageContaining("does not have storage.objects.delete access");
    assertThatThrownBy(() -> storage.create(blob("x"), new byte[1]))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.getCode()).isEqualTo(403));
    assertThat(server.requests(Operation.DELETE))
        .extracting(RecordedRequest::status)
        .containsExactly(403);
  }

  @Test
  void tellsWhichPermissionsTheCallerHas() {
    server.forbid("storage.objects.delete");

    assertThat(
            storage.testIamPermissions(
                BUCKET, List.of("storage.objects.create", "storage.objects.delete")))
        .containsExactly(true, false);
  }

  @Test
  void keepsTheKeyThatACreateNames() throws IOException {
    Blob small = storage.create(blob("small"), BODY, BlobTargetOption.kmsKeyName(KEY));
    Blob large = storage.createFrom(blob("large"), file, BlobWriteOption.kmsKeyName(KEY));

    assertThat(small.getKmsKeyName()).isEqualTo(KEY + "/cryptoKeyVersions/1");
    assertThat(large.getKmsKeyName()).isEqualTo(KEY + "/cryptoKeyVersions/1");
    assertThat(server.object(BUCKET, "large").kmsKeyName()).contains(KEY + "/cryptoKeyVersions/1");
  }

  @Test
  void refusesWhatIsNoKey() {
    assertThatThrownBy(() -> storage.create(blob("x"), BODY, BlobTargetOption.kmsKeyName("key")))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.getCode()).isEqualTo(400));
  }

  @Test
  void forbidsTheServiceToUseAKey() {
    server.forbid("cloudkms.cryptoKeyVersions.useToEncrypt");

    assertThatThrownBy(() -> storage.create(blob("x"), BODY, BlobTargetOption.kmsKeyName(KEY)))
        .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.getCode()).isEqualTo(403))
        .hasMessageContaining("Permission denied on Cloud KMS key");
    assertThatThrownBy(() -> storage.createFrom(blob("x"), file, BlobWriteOption.kmsKeyName(KEY)))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.getCode()).isEqualTo(403));
    create("without");
    assertThat(server.objectNames(BUCKET)).containsExactly("without");
  }

  private void create(String name) {
    storage.create(
        blob(name), BODY, BlobTargetOption.doesNotExist(), BlobTargetOption.disableGzipContent());
  }
}
