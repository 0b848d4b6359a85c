package io.streamlake.gcs.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamlake.gcs.store.GcsOptions.Retries;
import io.streamlake.gcs.store.StoreException.Kind;
import io.streamlake.testkit.gcs.Fault;
import io.streamlake.testkit.gcs.GcsServer;
import io.streamlake.testkit.gcs.Operation;
import io.streamlake.testkit.gcs.RecordedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GcsObjectStoreTest {

  private static final byte[] JSON = {'{', '}'};

  private static final int LARGE = 9 * 1024 * 1024;

  private static final Retries QUICK =
      new Retries(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(20), 3);

  private final GcsServer server = GcsServer.builder().bucket("lake").start();
  private final ObjectStore store = open("gs://lake/raw");

  @AfterEach
  void close() {
    store.close();
    server.close();
  }

  @Test
  void sendsPreconditionTypeAndChecksumButNeverAnEncoding(@TempDir Path directory)
      throws IOException {
    store.create(small());
    store.create(large(directory));

    // traps 34, 35 and 37
    assertThat(
            server.requests(Operation.INSERT).size()
                + server.requests(Operation.SESSION_START).size())
        .isEqualTo(2);
    for (String name : new String[] {"raw/small", "raw/large"}) {
      assertThat(server.object("lake", name).contentType()).hasValue("application/gzip");
      assertThat(server.object("lake", name).contentEncoding()).isEmpty();
    }
    assertThat(server.requests())
        .noneMatch(request -> request.header("Content-Encoding").isPresent())
        .filteredOn(request -> !request.method().equals("PUT"))
        .allMatch(request -> request.parameter("ifGenerationMatch").equals(Optional.of("0")));
  }

  @Test
  void answersExistsForItsOwnSuccessWhoseResponseWasLost() {
    server.faults().add(Fault.loseResponse().on(Operation.INSERT));

    // trap 36
    assertThat(store.create(small())).isEqualTo(Created.EXISTS);
    assertThat(store.read("small")).hasValue("small".getBytes(UTF_8));
  }

  @Test
  void finishesALargeObjectWhoseResponseWasLost(@TempDir Path directory) throws IOException {
    server.faults().add(Fault.loseResponse().on(Operation.UPLOAD));

    assertThat(store.create(large(directory))).isIn(Created.CREATED, Created.EXISTS);
    assertThat(server.object("lake", "raw/large").size()).isEqualTo(LARGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void triesAgainWhatMayPass(int status) {
    server.faults().add(Fault.status(status).on(Operation.INSERT).times(2));

    assertThat(store.create(small())).isEqualTo(Created.CREATED);
  }

  @ParameterizedTest
  @CsvSource({"429,TRANSIENT", "503,TRANSIENT", "401,DENIED", "403,DENIED", "400,UNUSABLE"})
  void saysWhatCanBeDoneAboutAStatus(int status, Kind kind) {
    server.faults().add(Fault.status(status).on(Operation.INSERT).times(3));

    StoreException refused = refusal(() -> store.create(small()));

    assertThat(refused.kind()).isEqualTo(kind);
    assertThat(refused)
        .hasMessageContaining("gs://lake/raw/small")
        .hasMessageContaining("" + status);
  }

  @Test
  void takesADroppedConnectionForAnUnknownOutcome() {
    server.faults().add(Fault.drop().on(Operation.INSERT).times(100));

    assertThat(refusal(() -> store.create(small())).kind()).isEqualTo(Kind.TRANSIENT);
  }

  @Test
  void neverTakesAnUnknownResultForAMissingObject() {
    store.create(small());
    server.faults().add(Fault.status(503).times(100));

    assertThat(refusal(() -> store.read("small")).kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(refusal(() -> store.head("small")).kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(refusal(() -> store.open("small")).kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(refusal(() -> store.list("", object -> {})).kind()).isEqualTo(Kind.TRANSIENT);
  }

  @Test
  void saysWhileReadingThatTheServerDoesNotAnswer() throws IOException {
    store.create(small());
    try (InputStream in = store.open("small").orElseThrow()) {
      server.faults().add(Fault.status(503).always());

      assertThatThrownBy(in::readAllBytes).isInstanceOfAny(IOException.class, StoreException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "get", "list"})
  void namesThePermissionThatIsMissing(String verb) {
    String permission = "storage.objects." + verb;
    server.forbid(permission);

    StoreException refused =
        refusal(
            () -> {
              switch (verb) {
                case "create" -> store.create(small());
                case "get" -> store.read("small");
                default -> store.list("", object -> {});
              }
            });

    // trap 42
    assertThat(refused.kind()).isEqualTo(Kind.DENIED);
    assertThat(refused).hasMessageContaining("grant " + permission + " on gs://lake");
  }

  @Test
  void needsNoPermissionButCreateGetAndList(@TempDir Path directory) throws IOException {
    // trap 43
    server.forbid("storage.objects.delete");
    server.forbid("storage.objects.update");
    server.forbid("storage.objects.getIamPolicy");
    server.forbid("storage.buckets.get");
    server.forbid("storage.buckets.getIamPolicy");
    server.forbid("storage.multipartUploads.create");

    store.check();
    store.create(small());
    store.create(small());
    store.create(large(directory));
    store.create(large(directory));
    store.read("small");
    store.open("small").orElseThrow().close();
    store.head("small");
    store.list("", object -> {});

    assertThat(server.requests())
        .extracting(RecordedRequest::operation)
        .doesNotContain(Operation.BUCKET_GET, Operation.DELETE, Operation.REWRITE, Operation.OTHER);
    assertThat(server.requests()).extracting(RecordedRequest::status).doesNotContain(403);
  }

  @Test
  void listsMoreThanAPage() {
    IntStream.range(0, 1_050)
        .parallel()
        .forEach(number -> store.create(NewObject.json("many/%05d".formatted(number), JSON)));
    List<String> names = new ArrayList<>();

    store.list("many/", object -> names.add(object.name()));

    assertThat(names).hasSize(1_050).isSorted().doesNotHaveDuplicates();
    assertThat(server.requests(Operation.LIST)).hasSize(2);
  }

  @Test
  void saysThatTheBucketIsMissing() {
    try (ObjectStore elsewhere = open("gs://nowhere")) {
      assertThat(refusal(() -> elsewhere.create(small())))
          .hasMessageContaining("create the bucket gs://nowhere")
          .returns(Kind.MISSING_BUCKET, StoreException::kind);
      assertThat(refusal(() -> elsewhere.list("", object -> {})).kind())
          .isEqualTo(Kind.MISSING_BUCKET);
    }
  }

  @Test
  void saysThatTheKeyFileIsMissing() {
    GcsOptions options =
        new GcsOptions(
            Optional.empty(), Optional.empty(), "/nowhere/key.json", Optional.empty(), QUICK);

    // trap 42
    assertThat(refusal(() -> ObjectStores.open("gs://lake", options)))
        .hasMessageContaining("/nowhere/key.json")
        .hasMessageContaining("raw-zone.gcs.credentials")
        .returns(Kind.DENIED, StoreException::kind);
  }

  private ObjectStore open(String location) {
    return ObjectStores.open(location, GcsOptions.emulator(server.uri()).withRetries(QUICK));
  }

  private static StoreException refusal(Runnable request) {
    return catchThrowableOfType(StoreException.class, request::run);
  }

  private static NewObject small() {
    return new NewObject(
        "small", Content.of("small".getBytes(UTF_8)), "application/gzip", Map.of());
  }

  private static NewObject large(Path directory) throws IOException {
    byte[] body = new byte[LARGE];
    Path file = Files.write(directory.resolve("large"), body);
    Content content = Content.of(file, LARGE, Crc32c.of(body));
    return new NewObject("large", content, "application/gzip", Map.of());
  }
}
