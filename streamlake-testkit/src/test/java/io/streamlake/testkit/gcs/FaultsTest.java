package io.streamlake.testkit.gcs;

import static io.streamlake.testkit.gcs.Clients.BUCKET;
import static io.streamlake.testkit.gcs.Clients.blob;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
  void strikesTheSameRequestsWithTheSameSeed() {
    List<Integer> first = struckWithSeed(7);
    List<Integer> again = struckWithSeed(7);
    List<Integer> other = struckWithSeed(8);

    assertThat(first).isEqualTo(again).isNotEqualTo(other).hasSizeBetween(5, 35);
  }

  @Test
  void mixesEverythingThatGoesWrongAndLosesNothingThatIsSentAgain() {
    Chaos.faults(0.5, 11, Duration.ofMillis(1)).forEach(server.faults()::add);

    for (int i = 0; i < 40; i++) {
      createUntilItExists("small-" + i, this::create);
      createUntilItExists("large-" + i, this::upload);
    }

    assertThat(server.objectNames(BUCKET)).hasSize(80);
    assertThat(server.requests())
        .flatExtracting(request -> request.fault().stream().toList())
        .contains(
            "503",
            "429",
            "response lost",
            "dropped after 0 body bytes",
            "response cut after 100 body bytes",
            "stalled before",
            "410, session ended");
  }

  private void createUntilItExists(String name, Consumer<String> create) {
    int status = 0;
    while (status != 200 && status != 412) {
      try {
        create.accept(name);
        status = 200;
      } catch (StorageException e) {
        status = e.getCode();
      }
    }
    assertThat(server.object(BUCKET, name).bytes()).isEqualTo(BODY);
  }

  private List<Integer> struckWithSeed(long seed) {
    Faults faults = new Faults();
    faults.add(Fault.status(503).withProbability(0.5, seed));
    RequestHead head = RequestHead.of("GET", "/", Map.of());
    return IntStream.range(0, 40)
        .filter(i -> faults.next(new Call(Operation.GET, BUCKET, "o" + i % 4, head)).isPresent())
        .boxed()
        .toList();
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
