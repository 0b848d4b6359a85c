package io.streamlake.testkit.gcs;

import static io.streamlake.testkit.gcs.Clients.BUCKET;
import static io.streamlake.testkit.gcs.Clients.blob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageBatch;
import com.google.cloud.storage.StorageBatchResult;
import com.google.cloud.storage.StorageException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several calls in one request, as the real client sends them. */
class BatchTest {

  private GcsServer server;
  private Storage storage;

  @BeforeEach
  void start() {
    server = GcsServer.builder().bucket(BUCKET).start();
    storage = Clients.of(server);
    List.of("a", "b c", "ü/%").forEach(name -> storage.create(blob(name), new byte[3]));
    server.clearRequests();
  }

  @AfterEach
  void close() throws Exception {
    storage.close();
    server.close();
  }

  @Test
  void asksForManyObjectsAtOnce() {
    List<Blob> found = storage.get(id("a"), id("none"), id("ü/%"));

    assertThat(found.get(0).getSize()).isEqualTo(3);
    assertThat(found.get(1)).isNull();
    assertThat(found.get(2).getName()).isEqualTo("ü/%");
    assertThat(server.requests())
        .extracting(RecordedRequest::toString)
        .containsExactly(
            "GET lake/a -> 200", "GET lake/none -> 404", "GET lake/ü/% -> 200", "BATCH / -> 200");
  }

  @Test
  void deletesManyObjectsAtOnce() {
    assertThat(storage.delete(List.of(id("a"), id("b c"), id("none"))))
        .containsExactly(true, true, false);
    assertThat(server.objectNames(BUCKET)).containsExactly("ü/%");
  }

  @Test
  void mixesCallsAndTellsEachItsOwnFailure() {
    server.forbid("storage.objects.delete");
    StorageBatch batch = storage.batch();
    StorageBatchResult<Boolean> deleted = batch.delete(id("a"));
    StorageBatchResult<Blob> read = batch.get(id("a"));

    batch.submit();

    assertThat(read.get().getSize()).isEqualTo(3);
    assertThatThrownBy(deleted::get)
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.getCode()).isEqualTo(403));
  }

  @Test
  void takesMoreCallsThanFitIntoOneBatch() {
    List<BlobId> ids = IntStream.range(0, 250).mapToObj(number -> id("n" + number)).toList();

    assertThat(storage.get(ids)).hasSize(250).containsOnlyNulls();
    assertThat(server.requests(Operation.BATCH)).hasSize(3);
    assertThat(server.requests(Operation.GET)).hasSize(250);
  }

  @Test
  void isStruckAsAWhole() {
    server.faults().add(Fault.status(503).on(Operation.BATCH));

    assertThatThrownBy(() -> storage.delete(List.of(id("a"), id("b c"))))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.getCode()).isEqualTo(503));
    assertThat(server.objectNames(BUCKET)).hasSize(3);
  }

  private static BlobId id(String name) {
    return BlobId.of(BUCKET, name);
  }
}
