package io.streamlake.gcs.writer;

import static io.streamlake.gcs.writer.WriterWorld.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.LedgerJson;
import io.streamlake.gcs.store.GcsOptions;
import io.streamlake.gcs.store.GcsOptions.Retries;
import io.streamlake.gcs.store.NewObject;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.ObjectStores;
import io.streamlake.testkit.StepExecutor;
import io.streamlake.testkit.VirtualTime;
import io.streamlake.testkit.gcs.Fault;
import io.streamlake.testkit.gcs.GcsServer;
import io.streamlake.testkit.gcs.Operation;
import io.streamlake.testkit.gcs.RecordedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claims and data objects through Google's client, with waits in virtual time. */
class GcsRequestsTest {

  private static final Retries ONCE =
      new Retries(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(20), 1);

  private final WriterWorld world;
  private final GcsServer server = GcsServer.builder().bucket("lake").start();
  private final ObjectStore store =
      ObjectStores.open("gs://lake/raw", GcsOptions.emulator(server.uri()).withRetries(ONCE));
  private final VirtualTime time = new VirtualTime();
  private final Retrying retrying = new Retrying(StepExecutor.direct(), time::schedule);
  private final Ledger ledger;
  private final DataObjects objects;

  GcsRequestsTest(@TempDir Path directory) {
    world = new WriterWorld(directory, 1);
    ledger = new Ledger(store, world.layout);
    objects = new DataObjects(store, world.layout);
  }

  /** Makes the claim and the object that are then sent to the bucket. */
  @BeforeEach
  void land() {
    world.produce(P0, 3);
    world.process().start().drain();
  }

  @AfterEach
  void close() {
    store.close();
    server.close();
  }

  @Test
  void losesAClaimWhoseCreatesAreOnlyToldToSlowDown() { // trap 36
    store.create(NewObject.json(claimName(), new byte[] {'{', '}'}));
    server.faults().add(Fault.status(429).on(Operation.INSERT).always());

    CompletableFuture<Boolean> isOurs = claim();
    time.advance(Duration.ofMinutes(1));

    assertThat(isOurs).isCompletedWithValue(false);
  }

  @Test
  void findsAClaimItsOwnThoughItsCreatesAreOnlyToldToSlowDown() { // trap 36
    store.create(NewObject.json(claimName(), LedgerJson.write(claimed())));
    server.faults().add(Fault.status(429).on(Operation.INSERT).always());

    assertThat(claim()).isCompletedWithValue(true);
  }

  @Test
  void findsAClaimItsOwnWhoseResponseWasLost() { // trap 36
    server.faults().add(Fault.loseResponse().on(Operation.INSERT));

    CompletableFuture<Boolean> isOurs = claim();
    time.advance(Duration.ofMinutes(1));

    assertThat(isOurs).isCompletedWithValue(true);
    assertThat(server.requests(Operation.INSERT))
        .extracting(RecordedRequest::status)
        .containsExactly(200, 412);
  }

  @Test
  void sendsTheSameBytesAgainWhenTheOutcomeIsUnknown() {
    server.faults().add(Fault.drop().on(Operation.INSERT).times(3));

    CompletableFuture<Boolean> isOurs = claim();
    time.advance(Duration.ofMinutes(1));

    assertThat(isOurs).isCompletedWithValue(true);
    assertThat(server.object("lake", "raw/" + claimName()).bytes())
        .isEqualTo(LedgerJson.write(claimed()));
  }

  @Test
  void landsOneObjectAfterAnOutageOfAnHour() throws IOException { // trap 27
    server.faults().add(Fault.status(503).always());

    CompletableFuture<Boolean> created = create();
    time.advance(Duration.ofHours(1));
    boolean before = created.isDone();
    server.faults().clear();
    time.advance(Duration.ofMinutes(1));

    assertThat(before).isFalse();
    assertThat(created).isCompletedWithValue(true);
    assertThat(server.objectNames("lake")).hasSize(1);
    assertThat(server.requests(Operation.INSERT))
        .hasSizeBetween(120, 140)
        .last()
        .returns(200, RecordedRequest::status);
  }

  @Test
  void landsAnObjectOnceItIsAllowed() throws IOException {
    server.forbid("storage.objects.create");

    CompletableFuture<Boolean> created = create();
    time.advance(Duration.ofHours(1));
    boolean before = created.isDone();
    server.allow("storage.objects.create");
    time.advance(Duration.ofMinutes(1));

    assertThat(before).isFalse();
    assertThat(created).isCompletedWithValue(true);
  }

  @Test
  void findsAnObjectItsOwnWhoseResponseWasLost() throws IOException { // trap 36
    server.faults().add(Fault.loseResponse().on(Operation.INSERT));

    CompletableFuture<Boolean> created = create();
    time.advance(Duration.ofMinutes(1));

    assertThat(created).isCompletedWithValue(true);
    assertThat(server.objectNames("lake")).hasSize(1);
  }

  @Test
  void landsEverythingOnceThoughEveryOtherRequestIsStruck() throws IOException {
    server.faults().chaos(0.5, 3);
    server.faults().add(Fault.corruptBody().withProbability(0.5, 3));

    CompletableFuture<Boolean> isOurs = claim();
    CompletableFuture<Boolean> created = create();
    time.advance(Duration.ofHours(1));

    assertThat(isOurs).isCompletedWithValue(true);
    assertThat(created).isCompletedWithValue(true);
    assertThat(server.objectNames("lake")).hasSize(2);
  }

  private CompletableFuture<Boolean> claim() {
    return retrying.call("claim", () -> true, () -> ledger.claim(P0, claimed()));
  }

  private CompletableFuture<Boolean> create() throws IOException {
    LedgerEntry claim = claimed();
    Path staged = world.directory.resolve("staged");
    Files.write(staged, world.bytes(claim.files().get(0).name()));
    return retrying.call(
        "create",
        () -> true,
        () -> {
          objects.create(claim, new StagedObject(claim.files().get(0), staged));
          return true;
        });
  }

  private LedgerEntry claimed() {
    return world.claim(P0, 0);
  }

  private String claimName() {
    return world.layout.entry(P0, 0);
  }
}
