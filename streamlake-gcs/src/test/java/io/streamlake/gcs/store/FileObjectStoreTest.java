package io.streamlake.gcs.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.streamlake.gcs.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest {

  private static final byte[] BODY = "orders".getBytes(UTF_8);
  private static final Path MEMORY = Path.of("/dev/shm");

  private final Path lake;

  FileObjectStoreTest(@TempDir Path lake) {
    this.lake = lake;
  }

  @Test
  void writesNoByteTwiceWhereStagingAndLakeShareAFileSystem(@TempDir Path staging)
      throws IOException {
    Path staged = Files.write(staging.resolve("1.jsonl"), BODY);

    create(staged);

    assertThat(Files.isSameFile(lake.resolve("orders/1.jsonl"), staged)).isTrue();
    Files.delete(staged);
    assertThat(lake.resolve("orders/1.jsonl")).hasBinaryContent(BODY);
    assertThat(lake.resolve(TemporaryFiles.FOLDER)).isEmptyDirectory();
  }

  @Test
  void copiesFromAnotherFileSystem() throws IOException {
    assumeTrue(Files.isDirectory(MEMORY) && isElsewhere());
    Path staged = Files.createTempFile(MEMORY, "streamlake", ".jsonl");
    try {
      Files.write(staged, BODY);

      create(staged);
    } finally {
      Files.delete(staged);
    }

    assertThat(lake.resolve("orders/1.jsonl")).hasBinaryContent(BODY);
    assertThat(lake.resolve(TemporaryFiles.FOLDER)).isEmptyDirectory();
  }

  @Test
  void neverTriesAgainWhatHasTooLongAName() {
    try (ObjectStore store = ObjectStores.open("file://" + lake, GcsOptions.defaults())) {
      String longest = "a/" + "n".repeat(store.maxNamePartBytes());
      assertThat(store.create(NewObject.json(longest, BODY))).isEqualTo(Created.CREATED);

      assertThatThrownBy(() -> store.create(NewObject.json(longest + "n", BODY)))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNUSABLE))
          .hasMessageContaining("too long");
    }
  }

  @Test
  void clearsAwayWhatCrashesLeftBehindADayAgo() throws IOException {
    TemporaryFiles temporary = new TemporaryFiles(lake);
    Path young = temporary.write(Content.of(BODY));
    Path old = temporary.write(Content.of(BODY));
    Instant yesterday = Instant.now().minus(Duration.ofDays(1)).minusSeconds(60);
    Files.setLastModifiedTime(old, FileTime.from(yesterday));

    FileObjectStore.open(lake);

    assertThat(old).doesNotExist();
    assertThat(young).hasBinaryContent(BODY);
  }

  @Test
  void tellsOfAListingThatFailsHalfwayAsOfAnyOtherFailure() {
    IOException failure = new IOException("Input/output error");
    DirectoryListing listing = new DirectoryListing(path -> failing(failure), lake, "", "");

    assertThatThrownBy(() -> listing.forEach(object -> {})).isSameAs(failure);
  }

  /** A directory of which the first entry cannot be read. */
  private static DirectoryStream<Path> failing(IOException failure) {
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        throw new DirectoryIteratorException(failure);
      }

      @Override
      public void close() {
        // nothing is open
      }
    };
  }

  private boolean isElsewhere() throws IOException {
    return !Files.getFileStore(MEMORY).equals(Files.getFileStore(lake));
  }

  private void create(Path staged) {
    try (ObjectStore store = ObjectStores.open("file://" + lake, GcsOptions.defaults())) {
      Content content = Content.of(staged, BODY.length, Crc32c.of(BODY));
      store.create(new NewObject("orders/1.jsonl", content, "text/plain", Map.of()));
    }
  }
}
