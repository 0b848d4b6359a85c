package io.streamlake.gcs.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamlake.gcs.store.GcsOptions.Retries;
import io.streamlake.gcs.store.StoreException.Kind;
import io.streamlake.testkit.gcs.Fault;
import io.streamlake.testkit.gcs.GcsServer;
import io.streamlake.testkit.gcs.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Creates that are answered late, wrongly or not at all, in one request and by session. */
class GcsCreateTest {

  private static final String KEY = "projects/p/locations/eu/keyRings/r/cryptoKeys/k";

  private static final String CONSTRAINT =
      "Request violates constraint 'constraints/gcp.restrictNonCmekServices'";

  private static final Retries QUICK =
      new Retries(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(20), 3);

  private static final byte[] LARGE = new byte[9 * 1024 * 1024];

  private final GcsServer server = GcsServer.builder().bucket("lake").start();
  private final GcsOptions options = GcsOptions.emulator(server.uri()).withRetries(QUICK);
  private final ObjectStore store = ObjectStores.open("gs://lake/raw", options);
  private final Path file;

  GcsCreateTest(@TempDir Path directory) {
    this.file = directory.resolve("staged");
  }

  @BeforeEach
  void stage() throws IOException {
    Files.write(file, LARGE);
  }

  @AfterEach
  void close() {
    store.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "large"})
  void looksWhetherARivalWonWhenItIsOnlyToldToSlowDown(String name) { // trap 36
    store.create(object(name));
    server.faults().add(Fault.status(429).on(Operation.INSERT, Operation.UPLOAD).always());

    assertThat(store.create(object(name))).isEqualTo(Created.EXISTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "large"})
  void triesLaterWhenItIsToldToSlowDownAndThereIsNoObject(String name) {
    server.faults().add(Fault.status(429).on(Operation.INSERT, Operation.SESSION_START).always());

    assertThat(refusal(object(name)).kind()).isEqualTo(Kind.TRANSIENT);
  }

  @Test
  void triesLaterWhenItIsToldToSlowDownAndCannotLook() {
    store.create(object("small"));
    server.faults().add(Fault.status(429).always());

    assertThat(refusal(object("small")))
        .hasMessageContaining("429")
        .returns(Kind.TRANSIENT, StoreException::kind);
  }

  @Test
  void sendsTheWholeObjectAgainWhenItsSessionIsGone() {
    server.faults().add(Fault.endSession());

    assertThat(refusal(object("large")))
        .hasMessageContaining("410")
        .returns(Kind.TRANSIENT, StoreException::kind);
    assertThat(store.create(object("large"))).isEqualTo(Created.CREATED);

    assertThat(server.requests(Operation.SESSION_START)).hasSize(2);
    assertThat(server.object("lake", "raw/large").bytes()).isEqualTo(LARGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "large"})
  void knowsWithoutAnotherRequestThatAnObjectIsThere(String name) { // trap 36
    store.create(object(name));

    assertThat(store.create(object(name))).isEqualTo(Created.EXISTS);
    assertThat(server.requests(Operation.GET)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "large"})
  void takesNoPolicysRefusalForAnObject(String name) { // trap 36
    server.faults().add(status(412).saying(CONSTRAINT).always());

    assertThat(refusal(object(name)))
        .hasMessageContaining("412 " + CONSTRAINT)
        .hasMessageContaining("an organisation policy or another condition refuses it")
        .returns(Kind.DENIED, StoreException::kind);
  }

  @ParameterizedTest
  @CsvSource({"412,small", "412,large", "403,small", "403,large"})
  void looksWhetherAnObjectIsThereThatMayNotBeOverwritten(int status, String name) { // trap 36
    store.create(object(name));
    server.faults().add(status(status).saying("Object is subject to a retention policy").always());

    assertThat(store.create(object(name))).isEqualTo(Created.EXISTS);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 412})
  void saysWhatWasRefusedThoughItMayNotLookEither(int status) {
    server.forbid("storage.objects.get");
    server.faults().add(status(status).saying("No, you may not").always());

    assertThat(refusal(object("small")))
        .hasMessageContaining("create failed: " + status + " No, you may not")
        .returns(Kind.DENIED, StoreException::kind);
    assertThat(server.requests(Operation.GET)).hasSize(1);
  }

  private static Fault status(int status) {
    return Fault.status(status).on(Operation.INSERT, Operation.SESSION_START);
  }

  @Test
  void sendsTheWholeObjectAgainWhenItsSessionIsUnknown() {
    server.faults().add(Fault.status(404).on(Operation.UPLOAD));

    assertThat(refusal(object("large")))
        .hasMessageContaining("404")
        .returns(Kind.TRANSIENT, StoreException::kind);
    assertThat(store.create(object("large"))).isEqualTo(Created.CREATED);
  }

  @Test
  void saysThatTheBucketIsGoneThoughASessionWasOpen() {
    String words = "The specified bucket does not exist.";
    server.faults().add(Fault.status(404).saying(words).on(Operation.UPLOAD));

    assertThat(refusal(object("large")))
        .hasMessageContaining("create the bucket gs://lake")
        .returns(Kind.MISSING_BUCKET, StoreException::kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "large"})
  void sendsAgainWhatWasCorruptedOnTheWay(String name) {
    server.faults().add(Fault.corruptBody());

    assertThat(refusal(object(name)))
        .hasMessageContaining("doesn't match calculated")
        .returns(Kind.TRANSIENT, StoreException::kind);
    assertThat(server.objectNames("lake")).isEmpty();
    assertThat(store.create(object(name))).isEqualTo(Created.CREATED);
  }

  @Test
  void refusesALargeStagedFileThatChanged() throws IOException {
    NewObject object = object("large");
    byte[] rotten = LARGE.clone();
    rotten[LARGE.length / 2] = 1;
    Files.write(file, rotten);

    assertThat(refusal(object))
        .hasMessageContaining("changed on disk")
        .returns(Kind.UNUSABLE, StoreException::kind);
    assertThat(server.objectNames("lake")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "large"})
  void triesLaterWhenTheConnectionBreaksAndTheStagedFileIsSound(String name) {
    server.faults().add(Fault.drop().always());

    assertThat(refusal(object(name)).kind()).isEqualTo(Kind.TRANSIENT);
  }

  @Test
  void noticesThatTheServerStoredSomethingElse() {
    server.faults().add(Fault.corruptObject());

    assertThat(refusal(object("small")))
        .hasMessageContaining("gs://lake/raw/small: the server stored other bytes than were sent")
        .returns(Kind.UNUSABLE, StoreException::kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "large"})
  void encryptsWithTheKeyThatItIsGiven(String name) {
    try (ObjectStore encrypting = ObjectStores.open("gs://lake/raw", options.withKmsKey(KEY))) {
      encrypting.create(object(name));
    }

    assertThat(server.object("lake", "raw/" + name).kmsKeyName())
        .isEqualTo(Optional.of(KEY + "/cryptoKeyVersions/1"));
  }

  @Test
  void namesNoKeyUnlessItIsGivenOne() {
    store.create(object("small"));

    assertThat(server.object("lake", "raw/small").kmsKeyName()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "large"})
  void saysWhoMustBeAllowedToUseTheKey(String name) {
    server.forbid("cloudkms.cryptoKeyVersions.useToEncrypt");
    StoreException refused;
    try (ObjectStore encrypting = ObjectStores.open("gs://lake/raw", options.withKmsKey(KEY))) {
      refused = catchThrowableOfType(StoreException.class, () -> encrypting.create(object(name)));
    }

    assertThat(refused)
        .hasMessageContaining("403 Permission denied on Cloud KMS key")
        .hasMessageContaining("grant roles/cloudkms.cryptoKeyEncrypterDecrypter on " + KEY)
        .hasMessageContaining("@gs-project-accounts.iam.gserviceaccount.com")
        .returns(Kind.DENIED, StoreException::kind);
  }

  @ParameterizedTest
  @CsvSource({"404,small", "404,large", "400,small", "400,large"})
  void saysThatTheKeyIsMissing(int status, String name) {
    server.faults().add(status(status).saying("Cloud KMS key not found: " + KEY));

    assertThat(refusal(object(name)))
        .hasMessageContaining(status + " Cloud KMS key not found: " + KEY)
        .hasMessageContaining(
            "see that the key exists, is enabled and lies in the bucket's location")
        .returns(Kind.DENIED, StoreException::kind);
  }

  private StoreException refusal(NewObject object) {
    return catchThrowableOfType(StoreException.class, () -> store.create(object));
  }

  private NewObject object(String name) {
    Content content =
        name.equals("large")
            ? Content.of(file, LARGE.length, Crc32c.of(LARGE))
            : Content.of(name.getBytes(UTF_8));
    return new NewObject(name, content, "application/gzip", Map.of());
  }
}
