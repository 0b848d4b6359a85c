package io.streamlake.testkit.gcs;

import static io.streamlake.testkit.gcs.Clients.BUCKET;
import static io.streamlake.testkit.gcs.Clients.blob;
import static io.streamlake.testkit.gcs.Operation.MEDIA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real client makes of each fault. */
class FaultsTest {

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
  void answersStatusesBeforeAnythingIsStored() {
    server.faults().add(Fault.status(503).on(Operation.INSERT).times(2));

    create("x");

    assertThat(statuses(Operation.INSERT)).containsExactly(503, 503, 200);
  }

  @Test
  void tellsClientsToSlowDown() {
    server
        .faults()
        .add(Fault.status(429).retryAfter(Duration.ofSeconds(1)).on(Operation.INSERT).always());

    assertThatThrownBy(() -> create("x"))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.getCode()).isEqualTo(429));
    assertThat(server.objectNames(BUCKET)).isEmpty();
  }

  @Test
  void saysSomethingElseWithAStatus() {
    server.faults().add(Fault.status(412).saying("Request violates a constraint").always());

    assertThatThrownBy(() -> create("x"))
        .hasMessageContaining("Request violates a constraint")
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.getReason()).isEqualTo("conditionNotMet"));
  }

  @Test
  void saysNothingWithoutAStatus() {
    assertThatThrownBy(() -> Fault.drop().saying("why"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Only a status has words");
  }

  @Test // trap 36
  void losesTheResponseOfACreateSoThatItsRetryConflictsWithItself() {
    server.faults().add(Fault.loseResponse().on(Operation.INSERT));

    assertThatThrownBy(() -> create("x"))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.getCode()).isEqualTo(412));

    assertThat(server.object(BUCKET, "x").bytes()).isEqualTo(BODY);
    assertThat(server.requests(Operation.INSERT))
        .extracting(RecordedRequest::toString)
        .containsExactly(
            "INSERT lake/x -> 200 (unanswered) [response lost]", "INSERT lake/x -> 412");
  }

  @Test
  void losesTheResponseOfAnUploadThatItsSessionStillKnows() {
    server.faults().add(Fault.loseResponse().on(Operation.UPLOAD));

    upload("x");

    assertThat(server.object(BUCKET, "x").bytes()).isEqualTo(BODY);
    assertThat(statuses(Operation.UPLOAD)).containsExactly(200);
    assertThat(statuses(Operation.SESSION_STATUS)).contains(200);
  }

  @Test
  void dropsConnectionsBeforeAnythingIsStored() {
    server.faults().add(Fault.drop().on(Operation.INSERT));

    create("x");

    assertThat(statuses(Operation.INSERT)).containsExactly(0, 200);
  }

  @Test
  void dropsUploadsHalfWaySoThatTheyResumeAtABlock() {
    server.faults().add(Fault.dropAfter(2 * Spool.BLOCK + 1).on(Operation.UPLOAD));

    upload("x");

    assertThat(server.object(BUCKET, "x").bytes()).isEqualTo(BODY);
    assertThat(server.requests(Operation.UPLOAD))
        .extracting(RecordedRequest::bodyBytes)
        .containsExactly(2L * Spool.BLOCK + 1, (long) BODY.length - 2 * Spool.BLOCK);
  }

  @Test
  void neverFinishesAnUploadThatIsDroppedBehindItsEnd() {
    server.faults().add(Fault.dropAfter(Long.MAX_VALUE - 1).on(Operation.UPLOAD).always());

    assertThatThrownBy(() -> upload("x")).isInstanceOf(StorageException.class);
    assertThat(server.objectNames(BUCKET)).isEmpty();
  }

  @Test
  void endsSessionsForGood() {
    server.faults().add(Fault.endSession());

    assertThatThrownBy(() -> upload("x"))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.getCode()).isEqualTo(410));
    upload("x");

    assertThat(server.object(BUCKET, "x").bytes()).isEqualTo(BODY);
    assertThat(server.requests(Operation.SESSION_START)).hasSize(2);
  }

  @Test
  void cutsResponsesWithinTheirBody() {
    create("x");
    server.faults().add(Fault.cutResponse(1000).on(Operation.MEDIA));

    byte[] read = storage.readAllBytes(BlobId.of(BUCKET, "x"));

    assertThat(read).isEqualTo(BODY);
    assertThat(server.requests(Operation.MEDIA)).hasSizeGreaterThan(1);
  }

  @Test
  void sendsAnswersSlowly() {
    create("x");
    server.faults().add(Fault.slowResponse(BODY.length / 4, Duration.ofMillis(20)).on(MEDIA));
    Instant before = Instant.now();

    byte[] read = storage.readAllBytes(BlobId.of(BUCKET, "x"));

    assertThat(read).isEqualTo(BODY);
    assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofMillis(80));
  }

  @Test
  void stopsSendingSlowlyWhenItCloses() throws Exception {
    create("x");
    server.faults().add(Fault.slowResponse(1, Duration.ofHours(1)).on(MEDIA).always());
    CompletableFuture<byte[]> slow =
        CompletableFuture.supplyAsync(() -> storage.readAllBytes(BlobId.of(BUCKET, "x")));
    Instant deadline = Instant.now().plusSeconds(20);
    while (server.requests(MEDIA).isEmpty() && Instant.now().isBefore(deadline)) {
      Thread.onSpinWait();
    }

    server.close();

    assertThatThrownBy(slow::join).hasCauseInstanceOf(StorageException.class);
  }

  @Test
  void holdsRequestsUntilTheyAreReleased() throws Exception {
    server.faults().add(Fault.stall(Duration.ofHours(1)).named("slow"::equals));

    CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> create("slow"));
    server.faults().awaitStalled(1, Duration.ofSeconds(20));
    create("fast");
    List<String> before = server.objectNames(BUCKET);
    server.faults().release();
    slow.join();

    assertThat(before).containsExactly("fast");
    assertThat(server.objectNames(BUCKET)).containsExactly("fast", "slow");
  }

  @Test
  void holdsAnswersOfWhatIsDone() throws Exception {
    server.faults().add(Fault.stallResponse(Duration.ofHours(1)));

    CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> create("x"));
    server.faults().awaitStalled(1, Duration.ofSeconds(20));

    assertThat(server.objectNames(BUCKET)).containsExactly("x");
    assertThat(slow).isNotDone();
    server.faults().release();
    slow.join();
  }

  @Test
  void letsGoOfStalledRequestsWhenItCloses() throws Exception {
    server.faults().add(Fault.stall(Duration.ofHours(1)).always());
    CompletableFuture<Void> stalled = CompletableFuture.runAsync(() -> create("x"));
    server.faults().awaitStalled(1, Duration.ofSeconds(20));

    server.close();

    assertThatThrownBy(stalled::join).hasCauseInstanceOf(StorageException.class);
  }

  private void create(String name) {
    storage.create(
        blob(name), BODY, BlobTargetOption.doesNotExist(), BlobTargetOption.disableGzipContent());
  }

  private void upload(String name) {
    try {
      storage.createFrom(blob(name), file, BlobWriteOption.doesNotExist());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Integer> statuses(Operation operation) {
    return server.requests(operation).stream().map(RecordedRequest::status).toList();
  }
}
