package io.streamlake.gcs.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.auth.oauth2.GoogleCredentials;
import com.sun.net.httpserver.HttpServer;
import io.streamlake.gcs.store.GcsOptions.Retries;
import io.streamlake.gcs.store.StoreException.Kind;
import io.streamlake.testkit.gcs.GcsServer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks, with every kind of credentials, against a bucket and a server for tokens. */
class GcsAccountTest {

  private static final Retries QUICK =
      new Retries(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(20), 3);

  private final Path directory;
  private final GcsServer server = GcsServer.builder().bucket("lake").start();
  private final List<String> tokenRequests = new CopyOnWriteArrayList<>();
  private HttpServer tokens;
  private volatile int tokenStatus = 200;

  GcsAccountTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void serveTokens() throws IOException {
    tokens = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    tokens.createContext(
        "/token",
        exchange -> {
          tokenRequests.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          String answer =
              tokenStatus == 200
                  ? "{\"access_token\":\"t\",\"expires_in\":3600,\"token_type\":\"Bearer\"}"
                  : "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}";
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(tokenStatus, answer.length());
          exchange.getResponseBody().write(answer.getBytes(UTF_8));
          exchange.close();
        });
    tokens.start();
  }

  @AfterEach
  void close() {
    tokens.stop(0);
    server.close();
  }

  @Test
  void worksWithAKeyFileAndAsksForTheScopeOfStorage() throws IOException {
    try (ObjectStore store = open(serviceAccount())) {
      store.check();

      assertThat(store.create(small())).isEqualTo(Created.CREATED);
      assertThat(store.create(small())).isEqualTo(Created.EXISTS);
      assertThat(store.read("small")).isPresent();
    }
    assertThat(tokenRequests)
        .singleElement()
        .satisfies(
            request ->
                assertThat(claims(request)).contains("https://www.googleapis.com/auth/devstorage"));
  }

  @Test
  void saysWhoMayNotDoIt() throws IOException {
    server.forbid("storage.objects.create");

    try (ObjectStore store = open(serviceAccount())) {
      assertThat(refusal(() -> store.create(small())))
          .hasMessageContaining("grant storage.objects.create on gs://lake to " + KeyFiles.ACCOUNT)
          .hasMessageContaining("key.json")
          .returns(Kind.DENIED, StoreException::kind);
      assertThat(refusal(store::check))
          .hasMessageContaining("a permission is missing; grant storage.objects.create")
          .hasMessageContaining(KeyFiles.ACCOUNT);
    }
  }

  @Test
  void saysWhoIsNotKnownAnyMore() throws IOException {
    tokenStatus = 400;

    try (ObjectStore store = open(serviceAccount())) {
      assertThat(refusal(() -> store.create(small())))
          .hasMessageContaining(KeyFiles.ACCOUNT)
          .hasMessageContaining("was not accepted: correct or renew raw-zone.gcs.credentials")
          .returns(Kind.DENIED, StoreException::kind);
    }
  }

  @Test
  void waitsForAServerOfTokensThatIsDown() throws IOException {
    tokenStatus = 503;

    try (ObjectStore store = open(serviceAccount())) {
      assertThat(refusal(() -> store.create(small())).kind()).isEqualTo(Kind.TRANSIENT);
    }
  }

  @Test
  void takesTheFilesOfWorkloadIdentityFederation() throws IOException {
    GcsAccount account = account(KeyFiles.externalAccount(directory).toString());

    assertThat(account.name()).startsWith(KeyFiles.ACCOUNT + " (key file ");
    ObjectStores.open("gs://lake", options(KeyFiles.externalAccount(directory))).close();
  }

  @Test
  void takesTheFilesOfUsersAndOfImpersonation() throws IOException {
    assertThat(account(KeyFiles.user(directory).toString()).name()).startsWith("key file ");
    assertThat(account(KeyFiles.impersonated(directory).toString()).name())
        .startsWith(KeyFiles.ACCOUNT);
  }

  @Test
  void neverTakesMissingCredentialsForNone() { // trap 42
    StoreException refused =
        refusal(
            () ->
                GcsAccount.open(
                    "gs://lake",
                    GcsOptions.defaults(),
                    () -> {
                      throw new FileNotFoundException("no credentials were found");
                    }));

    assertThat(refused)
        .hasMessageContaining("gs://lake: no credentials (default): no credentials were found")
        .hasMessageContaining("raw-zone.gcs.credentials")
        .returns(Kind.DENIED, StoreException::kind);
  }

  @Test
  void namesTheAccountOfTheEnvironment() throws IOException {
    Path file = KeyFiles.externalAccount(directory);
    GcsAccount account =
        GcsAccount.open(
            "gs://lake",
            GcsOptions.defaults(),
            () -> GoogleCredentials.fromStream(Files.newInputStream(file)));

    assertThat(account.name()).isEqualTo(KeyFiles.ACCOUNT + " (application default credentials)");
  }

  @Test
  void saysThatAFileIsNoKeyFile() throws IOException {
    Path file = Files.writeString(directory.resolve("key.json"), "{}");

    assertThat(refusal(() -> account(file.toString())))
        .hasMessageContaining("no credentials (" + file)
        .returns(Kind.DENIED, StoreException::kind);
  }

  private Path serviceAccount() throws IOException {
    String uri = "http://127.0.0.1:" + tokens.getAddress().getPort() + "/token";
    return KeyFiles.serviceAccount(directory, uri);
  }

  private ObjectStore open(Path keyFile) {
    return ObjectStores.open("gs://lake", options(keyFile));
  }

  private GcsOptions options(Path keyFile) {
    return new GcsOptions(
        Optional.of(server.uri()),
        Optional.of("project"),
        keyFile.toString(),
        Optional.empty(),
        QUICK);
  }

  private static GcsAccount account(String credentials) {
    return GcsAccount.open(
        "gs://lake",
        new GcsOptions(Optional.empty(), Optional.empty(), credentials, Optional.empty(), QUICK));
  }

  /** The middle part of the signed assertion that a token is asked for with. */
  private static String claims(String request) {
    String assertion = request.substring(request.indexOf("assertion=") + "assertion=".length());
    return new String(Base64.getUrlDecoder().decode(assertion.split("[.&]", -1)[1]), UTF_8);
  }

  private static NewObject small() {
    return NewObject.json("small", new byte[] {'{', '}'});
  }

  private static StoreException refusal(Runnable request) {
    return catchThrowableOfType(StoreException.class, request::run);
  }
}
