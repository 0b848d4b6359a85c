package io.streamlake.testkit.gcs;

import static io.streamlake.testkit.gcs.Clients.BUCKET;
import static io.streamlake.testkit.gcs.Clients.blob;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults by chance. */
class ChaosTest {

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

  @Test
  void strikesTheSameRequestsWithTheSameSeed() {
    List<Integer> first = struckWithSeed(7);
    List<Integer> again = struckWithSeed(7);
    List<Integer> other = struckWithSeed(8);

    assertThat(first).isEqualTo(again).isNotEqualTo(other).hasSizeBetween(5, 35);
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
}
