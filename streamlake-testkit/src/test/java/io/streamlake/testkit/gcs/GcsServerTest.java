package io.streamlake.testkit.gcs;

import static io.streamlake.testkit.gcs.Clients.BUCKET;
import static io.streamlake.testkit.gcs.Clients.blob;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.Storage.ComposeRequest;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service does when nothing goes wrong, through the real client. */
class GcsServerTest {

  private GcsServer server;
  private Storage storage;

  @BeforeEach
  void start() {
    server = GcsServer.start();
    server.createBucket(BUCKET);
    storage = Clients.of(server);
  }

  @AfterEach
  void close() throws Exception {
    storage.close();
    server.close();
  }

  @Test
  void keepsBytesAndMetadataOfAnObjectCreatedInOneRequest() {
    BlobInfo info =
        BlobInfo.newBuilder(BlobId.of(BUCKET, "a/b c+ü%.json"))
            .setContentType("application/json")
            .setContentEncoding("identity")
            .setMetadata(Map.of("streamlake-topic", "orders"))
            .build();

    Blob created = storage.create(info, bytes("{}"), BlobTargetOption.doesNotExist());

    StoredObject stored = server.object(BUCKET, "a/b c+ü%.json");
    assertThat(stored.bytes()).isEqualTo(bytes("{}"));
    assertThat(stored.contentType()).contains("application/json");
    assertThat(stored.contentEncoding()).contains("identity");
    assertThat(stored.metadata()).containsEntry("streamlake-topic", "orders");
    assertThat(created.getGeneration()).isEqualTo(stored.generation());
    assertThat(created.getCrc32c()).isEqualTo(stored.crc32c());
    assertThat(created.getMd5()).isEqualTo(stored.md5Hash().orElseThrow());
    assertThat(created.getMetageneration()).isEqualTo(1);
    assertThat(created.getCreateTimeOffsetDateTime()).isNotNull();
    assertThat(created.getSelfLink()).startsWith(server.uri());
  }

  @Test
  void answersWithTheMetadataThatWereStored() {
    storage.create(blob("x").toBuilder().setMetadata(Map.of("k", "v")).build(), bytes("abc"));

    Blob read = storage.get(BlobId.of(BUCKET, "x"));

    assertThat(read.getSize()).isEqualTo(3);
    assertThat(read.getMetadata()).containsExactly(Map.entry("k", "v"));
    assertThat(read.getEtag()).isNotBlank();
    assertThat(read.getStorageClass()).hasToString("STANDARD");
    assertThat(read.getContent()).isEqualTo(bytes("abc"));
  }

  @Test
  void keepsEmptyObjects() {
    storage.create(blob("empty"), new byte[0]);

    assertThat(storage.get(BlobId.of(BUCKET, "empty")).getSize()).isZero();
    assertThat(storage.readAllBytes(BlobId.of(BUCKET, "empty"))).isEmpty();
  }

  @Test
  void takesBodiesWithAndWithoutTransitCompression() {
    byte[] body = noise(300_000);

    storage.create(blob("gzipped"), body);
    storage.create(blob("plain"), body, BlobTargetOption.disableGzipContent());

    assertThat(server.object(BUCKET, "gzipped").bytes()).isEqualTo(body);
    assertThat(server.object(BUCKET, "plain").bytes()).isEqualTo(body);
    assertThat(server.requests(Operation.INSERT))
        .extracting(request -> request.header("Content-Encoding").orElse("none"))
        .containsExactly("gzip", "none");
  }

  @Test
  void refusesToCreateWhatExists() {
    storage.create(blob("x"), bytes("first"), BlobTargetOption.doesNotExist());

    assertThatThrownBy(
            () -> storage.create(blob("x"), bytes("second"), BlobTargetOption.doesNotExist()))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(412);
              assertThat(e.getReason()).isEqualTo("conditionNotMet");
              assertThat(e).hasMessageContaining("pre-conditions you specified did not hold");
            });
    assertThat(server.object(BUCKET, "x").bytes()).isEqualTo(bytes("first"));
  }

  @Test
  void letsExactlyOneOfManyRacingCreatorsWin() throws Exception {
    int creators = 16;
    CyclicBarrier together = new CyclicBarrier(creators);
    ExecutorService threads = Executors.newFixedThreadPool(creators);
    List<Callable<Integer>> races = new ArrayList<>();
    for (int i = 0; i < creators; i++) {
      byte[] body = bytes("writer " + i);
      races.add(
          () -> {
            together.await();
            return statusOfCreating(body);
          });
    }

    List<Integer> statuses = new ArrayList<>();
    for (Future<Integer> race : threads.invokeAll(races)) {
      statuses.add(race.get());
    }
    threads.shutdown();

    assertThat(statuses).containsOnlyOnce(200);
    assertThat(statuses.stream().filter(status -> status == 412)).hasSize(creators - 1);
  }

  private int statusOfCreating(byte[] body) {
    try {
      storage.create(blob("raced"), body, BlobTargetOption.doesNotExist());
      return 200;
    } catch (StorageException e) {
      return e.getCode();
    }
  }

  @Test
  void streamsFilesThroughOneSessionAndOneUpload(@TempDir Path directory) throws IOException {
    byte[] body = noise(9 * 1024 * 1024 + 17);
    Path file = Files.write(directory.resolve("body"), body);

    Blob created = storage.createFrom(blob("big"), file, BlobWriteOption.doesNotExist());

    assertThat(created.getSize()).isEqualTo(body.length);
    assertThat(server.object(BUCKET, "big").bytes()).isEqualTo(body);
    assertThat(storage.readAllBytes(BlobId.of(BUCKET, "big"))).isEqualTo(body);
    assertThat(server.requests(Operation.SESSION_START)).hasSize(1);
    assertThat(server.requests(Operation.UPLOAD))
        .singleElement()
        .satisfies(request -> assertThat(request.bodyBytes()).isEqualTo(body.length))
        .satisfies(request -> assertThat(request.objectName()).isEqualTo("big"));
  }

  @Test
  void checksThePreconditionAtTheEndOfASession(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("body"), noise(100_000));
    storage.create(blob("x"), bytes("first"));

    assertThatThrownBy(() -> storage.createFrom(blob("x"), file, BlobWriteOption.doesNotExist()))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.getCode()).isEqualTo(412));
    assertThat(server.requests(Operation.SESSION_START))
        .extracting(RecordedRequest::status)
        .containsExactly(200);
    assertThat(server.object(BUCKET, "x").bytes()).isEqualTo(bytes("first"));
  }

  @Test
  void takesUploadsInChunksAndShowsThemOnlyWhenComplete() throws IOException {
    byte[] body = noise(3 * Spool.BLOCK + 5);
    WriteChannel channel = storage.writer(blob("chunked"), BlobWriteOption.doesNotExist());
    channel.setChunkSize(Spool.BLOCK);

    channel.write(ByteBuffer.wrap(body));
    List<String> before = server.objectNames(BUCKET);
    channel.close();

    assertThat(before).isEmpty();
    assertThat(server.object(BUCKET, "chunked").bytes()).isEqualTo(body);
    assertThat(server.requests(Operation.UPLOAD))
        .extracting(RecordedRequest::status)
        .containsExactly(308, 308, 308, 200);
  }

  @Test
  void readsRanges() throws IOException {
    storage.create(blob("x"), bytes("0123456789"));
    byte[] read;

    try (ReadChannel channel = storage.reader(BlobId.of(BUCKET, "x"))) {
      channel.seek(3);
      channel.limit(7);
      read = Channels.newInputStream(channel).readAllBytes();
    }

    assertThat(read).isEqualTo(bytes("3456"));
  }

  @Test
  void saysWhatDoesNotExistAsTheServiceDoes() {
    assertThat(storage.get(BlobId.of(BUCKET, "none"))).isNull();
    assertThat(storage.get("nowhere")).isNull();
    assertThatThrownBy(() -> storage.readAllBytes(BlobId.of(BUCKET, "none")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("No such object: lake/none");
    assertThatThrownBy(() -> storage.list("nowhere"))
        .isInstanceOfSatisfying(StorageException.class, e -> assertThat(e.getCode()).isEqualTo(404))
        .hasMessageContaining("The specified bucket does not exist.");
  }

  @Test
  void showsItsBuckets() {
    assertThat(storage.get(BUCKET).getName()).isEqualTo(BUCKET);
  }

  @Test
  void deletesOnce() {
    storage.create(blob("x"), bytes("x"));

    assertThat(storage.delete(BlobId.of(BUCKET, "x"))).isTrue();
    assertThat(storage.delete(BlobId.of(BUCKET, "x"))).isFalse();
  }

  @Test
  void composesAndCopies() {
    storage.create(blob("a"), bytes("left "));
    storage.create(blob("b"), bytes("right"));

    storage.compose(
        ComposeRequest.newBuilder().addSource("a", "b").setTarget(blob("both")).build());
    storage
        .copy(
            Storage.CopyRequest.newBuilder()
                .setSource(BlobId.of(BUCKET, "both"))
                .setTarget(BlobId.of(BUCKET, "copy"))
                .build())
        .getResult();

    assertThat(server.object(BUCKET, "copy").bytes()).isEqualTo(bytes("left right"));
    assertThat(server.object(BUCKET, "both").md5Hash()).isEmpty();
  }

  static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    return noise;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
