package io.streamlake.gcs.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlake.gcs.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store does, proved on each of them. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class ObjectStoreContractTest {

  private final StoreKind kind;
  private final Path directory;
  private final StoreKind.Opened opened;
  private final ObjectStore store;

  ObjectStoreContractTest(StoreKind kind, @TempDir Path directory) throws IOException {
    this.kind = kind;
    this.directory = directory;
    this.opened = kind.open(directory.resolve("lake"));
    this.store = opened.store();
  }

  @AfterEach
  void close() {
    opened.close();
  }

  @Test
  void givesBackWhatWasCreated() throws IOException {
    NewObject object = text("a/b.txt", "grün");

    assertThat(store.create(object)).isEqualTo(Created.CREATED);
    assertThat(store.read("a/b.txt")).hasValue("grün".getBytes(UTF_8));
    try (InputStream in = store.open("a/b.txt").orElseThrow()) {
      assertThat(in.readAllBytes()).isEqualTo("grün".getBytes(UTF_8));
    }
  }

  @Test
  void neverOverwrites() {
    store.create(text("a", "longer than the other"));

    // trap 26
    assertThat(store.create(text("a", "short"))).isEqualTo(Created.EXISTS);
    assertThat(store.read("a")).hasValue("longer than the other".getBytes(UTF_8));
  }

  @Test
  void letsExactlyOneOfManyRivalsCreate() throws Exception { // trap 26
    ExecutorService rivals = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Created>> attempts =
          IntStream.range(0, 8)
              .<Callable<Created>>mapToObj(
                  rival -> () -> store.create(text("folder/contested", "rival " + rival)))
              .toList();

      List<Created> outcomes = new ArrayList<>();
      for (Future<Created> outcome : rivals.invokeAll(attempts)) {
        outcomes.add(outcome.get());
      }

      assertThat(outcomes).containsOnlyOnce(Created.CREATED);
      int winner = outcomes.indexOf(Created.CREATED);
      assertThat(store.read("folder/contested")).hasValue(("rival " + winner).getBytes(UTF_8));
    } finally {
      rivals.shutdownNow();
    }
  }

  @Test
  void answersNothingForAnObjectThatDoesNotExist() {
    assertThat(store.read("none")).isEmpty();
    assertThat(store.open("none")).isEmpty();
    assertThat(store.head("none")).isEmpty();
    assertThat(listed("none/", "")).isEmpty();
  }

  @Test
  void createsAnEmptyObject() {
    store.create(text("empty", ""));

    assertThat(store.read("empty")).hasValue(new byte[0]);
    assertThat(store.head("empty").map(StoredObject::size)).hasValue(0L);
  }

  @Test
  void createsFromASmallStagedFile() throws IOException {
    assertThat(createFromFile(1_000)).isEqualTo(Created.CREATED);
  }

  @Test
  void createsFromALargeStagedFile() throws IOException {
    assertThat(createFromFile(9 * 1024 * 1024)).isEqualTo(Created.CREATED);
    assertThat(createFromFile(9 * 1024 * 1024)).isEqualTo(Created.EXISTS);
  }

  private Created createFromFile(int size) throws IOException {
    byte[] body = new byte[size];
    for (int index = 0; index < size; index++) {
      body[index] = (byte) ((index * 31) >>> 3);
    }
    Path file = Files.write(directory.resolve("staged"), body);
    Content content = Content.of(file, size, Crc32c.of(body));

    Created created = store.create(new NewObject("staged", content, "text/plain", Map.of()));

    assertThat(store.read("staged")).hasValue(body);
    return created;
  }

  @Test
  void refusesAStagedFileThatChanged() throws IOException {
    Path file = Files.write(directory.resolve("staged"), "rotten".getBytes(UTF_8));
    Content content = Content.of(file, 6, Crc32c.of("intact".getBytes(UTF_8)));

    assertThatThrownBy(() -> store.create(new NewObject("a", content, "text/plain", Map.of())))
        .isInstanceOfSatisfying(
            StoreException.class, refused -> assertThat(refused.kind()).isEqualTo(Kind.UNUSABLE));
    assertThat(store.head("a")).isEmpty();
  }

  @Test
  void neverTriesAgainWhatCannotBeReadFromStaging() throws IOException { // trap 44
    Path unreadable = Files.createDirectory(directory.resolve("staged"));

    for (long size : new long[] {1_000, 9 * 1024 * 1024}) {
      Content content = Content.of(unreadable, size, 1);
      assertThatThrownBy(() -> store.create(new NewObject("a", content, "text/plain", Map.of())))
          .hasMessageContaining("the staged content cannot be read")
          .isInstanceOfSatisfying(
              StoreException.class, refused -> assertThat(refused.kind()).isEqualTo(Kind.UNUSABLE));
    }
    assertThat(store.head("a")).isEmpty();
  }

  @Test
  void knowsSizeAndChecksum() {
    store.create(text("a", "123456789"));

    StoredObject found = store.head("a").orElseThrow();

    assertThat(found.size()).isEqualTo(9);
    assertThat(found.crc32c()).isEqualTo(OptionalInt.of(0xe3069283));
  }

  @Test
  void keepsMetadataIfItKeepsAny() {
    Map<String, String> metadata = Map.of("streamlake-topic", "orders");
    Content content = Content.of(new byte[0]);
    store.create(new NewObject("a", content, "application/gzip", metadata));

    Map<String, String> expected = kind.keepsMetadata() ? metadata : Map.of();

    List<StoredObject> found = new ArrayList<>();
    store.list("", found::add);
    assertThat(found)
        .singleElement()
        .satisfies(object -> assertThat(object.metadata()).containsAllEntriesOf(expected));
    assertThat(store.head("a").orElseThrow().metadata()).containsAllEntriesOf(expected);
  }

  @Test
  void listsInTheOrderOfTheNamesBytes() {
    List<String> names =
        List.of("a", "a-b/c", "a.b", "a/b", "a/b.c/d", "a/b/c", "b", "é", "\uff5e", "😀");
    names.stream().filter(name -> !isFolder(name, names)).forEach(this::touch);

    assertThat(listed("", ""))
        .containsExactlyElementsOf(names.stream().filter(name -> !isFolder(name, names)).toList());
  }

  private static boolean isFolder(String name, List<String> names) {
    return names.stream().anyMatch(other -> other.startsWith(name + "/"));
  }

  @Test
  void listsWhatStartsWithThePrefix() {
    List.of("a/1", "a/2", "ab/1", "b/1").forEach(this::touch);

    assertThat(listed("a", "")).containsExactly("a/1", "a/2", "ab/1");
    assertThat(listed("a/", "")).containsExactly("a/1", "a/2");
    assertThat(listed("ab/1", "")).containsExactly("ab/1");
  }

  @Test
  void listsFromTheStartOffsetOn() {
    List.of("a/1", "a/2", "a/3", "b/1").forEach(this::touch);

    assertThat(listed("a/", "a/2")).containsExactly("a/2", "a/3");
    assertThat(listed("", "a/20")).containsExactly("a/3", "b/1");
  }

  @Test
  void refusesNamesThatLeaveTheLocation() {
    assertThatThrownBy(() -> store.head("../secret")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> text("/etc/passwd", "")).isInstanceOf(IllegalArgumentException.class);
  }

  private void touch(String name) {
    store.create(text(name, "x"));
  }

  private List<String> listed(String prefix, String startOffset) {
    List<String> names = new ArrayList<>();
    store.list(prefix, startOffset, object -> names.add(object.name()));
    return names;
  }

  private static NewObject text(String name, String body) {
    return new NewObject(name, Content.of(body.getBytes(UTF_8)), "text/plain", Map.of());
  }

  @Test
  void namesItsLocation() {
    assertThat(store.location()).matches("[a-z]+://.*[^/]");
  }
}
