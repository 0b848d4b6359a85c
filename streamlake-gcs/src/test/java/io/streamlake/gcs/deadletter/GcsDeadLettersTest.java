package io.streamlake.gcs.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.store.GcsOptions;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.ObjectStores;
import io.streamlake.testkit.gcs.Fault;
import io.streamlake.testkit.gcs.GcsServer;
import io.streamlake.testkit.gcs.Operation;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Letters in a bucket, through Google's own client. */
class GcsDeadLettersTest {

  private static final GcsOptions.Retries QUICK =
      new GcsOptions.Retries(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(20), 3);

  private final GcsServer server = GcsServer.builder().bucket("lake").start();
  private final ObjectStore store =
      ObjectStores.open("gs://lake/letters", GcsOptions.emulator(server.uri()).withRetries(QUICK));
  private final ObjectDeadLetterSink sink =
      ObjectDeadLetterSink.writingOn(store, new Layout("shop"), Runnable::run);

  @AfterEach
  void close() {
    store.close();
    server.close();
  }

  private CompletableFuture<String> send(int attempts) {
    return sink.send(Letters.of(Letters.record(42, new byte[] {1, -1}), attempts))
        .toCompletableFuture();
  }

  @Test // traps 34, 35 and 43
  void createsReadsAndNothingElse() {
    server.forbid("storage.objects.delete");
    server.forbid("storage.objects.update");

    assertThat(send(1)).isCompleted();
    assertThat(send(2)).isCompleted();

    assertThat(server.objectNames("lake")).hasSize(1);
    assertThat(server.requests())
        .allMatch(
            request ->
                Set.of(Operation.INSERT, Operation.GET, Operation.MEDIA)
                    .contains(request.operation()))
        .noneMatch(request -> request.header("Content-Encoding").isPresent());
    assertThat(server.requests(Operation.INSERT))
        .hasSize(2)
        .allMatch(request -> request.parameter("ifGenerationMatch").equals(Optional.of("0")));
    String name = server.objectNames("lake").get(0);
    assertThat(server.object("lake", name).contentType()).contains("application/x-ndjson");
    assertThat(server.object("lake", name).metadata()).containsEntry("streamlake-from", "42");
  }

  @Test // trap 36
  void takesA412ForItsOwnSuccessWhoseResponseWasLost() {
    server.faults().add(Fault.loseResponse().on(Operation.INSERT));

    assertThat(send(1)).isCompleted();

    assertThat(server.requests(Operation.INSERT)).hasSize(2);
    assertThat(server.objectNames("lake")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void waitsOutWhatPassesSoon(int status) {
    server.faults().add(Fault.status(status).on(Operation.INSERT));

    assertThat(send(1)).isCompleted();
  }

  @Test // trap 15
  void failsTheLetterInAnOutageAndTakesItAfterwards() {
    server.faults().add(Fault.status(503).on(Operation.INSERT).always());
    assertThat(send(1)).isCompletedExceptionally();

    server.faults().clear();

    assertThat(send(1)).isCompleted();
    assertThat(server.objectNames("lake")).hasSize(1);
  }

  @Test // trap 27
  void failsTheLetterAndNamesThePermissionThatIsMissing() {
    server.forbid("storage.objects.create");
    assertThat(send(1))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .withMessageContaining("storage.objects.create");

    server.allow("storage.objects.create");

    assertThat(send(1)).isCompleted();
  }
}
