package io.streamlake.testkit.gcs;

import static io.streamlake.testkit.gcs.Clients.BUCKET;
import static io.streamlake.testkit.gcs.Clients.blob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that are not what they should be. */
class CorruptionTest {

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
  void refusesBytesThatAreNotWhatTheirChecksumSays() {
    BlobInfo wrong = blob("x").toBuilder().setCrc32c("AAAAAA==").build();

    assertThatThrownBy(
            () ->
                storage.createFrom(
                    wrong,
                    new ByteArrayInputStream(BODY),
                    BlobWriteOption.crc32cMatch(),
                    BlobWriteOption.doesNotExist()))
        .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.getCode()).isEqualTo(400))
        .rootCause()
        .hasMessageContaining("doesn't match calculated CRC32C");
    assertThat(server.objectNames(BUCKET)).isEmpty();
  }

  @Test
  void refusesBodiesThatWereCorruptedOnTheWay() {
    server.faults().add(Fault.corruptBody().times(2));

    assertThatThrownBy(() -> create("x")).hasMessageContaining("doesn't match calculated CRC32C");
    assertThatThrownBy(
            () ->
                storage.createFrom(
                    blob("y").toBuilder().setCrc32c("AAAAAA==").build(),
                    file,
                    BlobWriteOption.crc32cMatch()))
        .rootCause()
        .hasMessageContaining("doesn't match calculated CRC32C");
    assertThat(server.objectNames(BUCKET)).isEmpty();
  }

  @Test
  void storesCorruptedObjectsAndSaysSo() {
    server.faults().add(Fault.corruptObject());

    create("x");
    create("y");

    assertThat(server.object(BUCKET, "x").bytes()).isNotEqualTo(BODY);
    assertThat(server.object(BUCKET, "x").crc32c())
        .isNotEqualTo(server.object(BUCKET, "y").crc32c());
  }

  private void create(String name) {
    storage.create(
        blob(name), BODY, BlobTargetOption.doesNotExist(), BlobTargetOption.disableGzipContent());
  }
}
