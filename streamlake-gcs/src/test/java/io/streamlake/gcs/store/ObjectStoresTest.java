package io.streamlake.gcs.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStoresTest {

  private static final GcsOptions OPTIONS = GcsOptions.defaults();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lake",
        "/var/lake",
        "s3://lake",
        "gs:/lake",
        "gs:///lake",
        "gs://",
        "file:lake",
        "file://host/lake",
        "gs://lake?x=1",
        "not a uri"
      })
  void refusesLocationsThatAreNeitherBucketNorDirectory(String location) {
    assertThatThrownBy(() -> ObjectStores.open(location, OPTIONS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gs://bucket/prefix or file:///directory")
        .hasMessageContaining("'" + location + "'");
  }

  @Test
  void namesLocationsWithoutATrailingSlash(@TempDir Path directory) {
    GcsOptions anonymous = GcsOptions.emulator("127.0.0.1:1");

    assertThat(ObjectStores.open("gs://b/p/q/", anonymous).location()).isEqualTo("gs://b/p/q");
    assertThat(ObjectStores.open("gs://b_1.c/", anonymous).location()).isEqualTo("gs://b_1.c");
    assertThat(ObjectStores.open("file://" + directory + "/a/", OPTIONS).location())
        .isEqualTo("file://" + directory + "/a");
    assertThat(ObjectStores.open("file:" + directory, OPTIONS).location())
        .isEqualTo("file://" + directory);
  }

  @Test
  void honoursTheEmulatorOfTheEnvironmentUnlessAnEndpointIsSet() {
    GcsOptions here = OPTIONS.in(Optional.of("127.0.0.1:9000"));
    GcsOptions set = GcsOptions.emulator("http://elsewhere:1");

    assertThat(here.endpoint()).hasValue("http://127.0.0.1:9000");
    assertThat(here.credentials()).isEqualTo("none");
    assertThat(set.in(Optional.of("127.0.0.1:9000"))).isEqualTo(set);
    assertThat(OPTIONS.in(Optional.of(""))).isEqualTo(OPTIONS);
    assertThat(OPTIONS.in(Optional.empty())).isEqualTo(OPTIONS);
  }

  @Test
  void leavesNoTemporaryFileBehind(@TempDir Path directory) throws IOException {
    try (ObjectStore store = ObjectStores.open("file://" + directory, OPTIONS)) {
      store.create(NewObject.json("a/b", "{}".getBytes(UTF_8)));
      store.create(NewObject.json("a/b", "{}".getBytes(UTF_8)));
    }

    assertThat(directory.resolve(".tmp")).isEmptyDirectory();
    assertThat(Files.readString(directory.resolve("a/b"))).isEqualTo("{}");
  }

  @Test
  void saysThatADirectoryCannotBeUsed(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> ObjectStores.open("file://" + file, OPTIONS))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("file://" + file)
        .hasMessageContaining("writable directory");
  }

  @Test
  void createsNothingWhenOpenedForReading(@TempDir Path directory) {
    assertThatThrownBy(() -> ObjectStores.openForReading("file://" + directory + "/x", OPTIONS))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no such directory");

    ObjectStores.openForReading("file://" + directory, OPTIONS).close();

    assertThat(directory).isEmptyDirectory();
  }
}
