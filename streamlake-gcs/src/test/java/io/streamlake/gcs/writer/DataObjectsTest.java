package io.streamlake.gcs.writer;

import static io.streamlake.gcs.writer.WriterWorld.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlake.core.StreamLakeException;
import io.streamlake.gcs.ledger.FileEntry;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.store.StoreException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataObjectsTest {

  private final WriterWorld world;
  private final DataObjects objects;

  DataObjectsTest(@TempDir Path directory) {
    world = new WriterWorld(directory, 1);
    objects = new DataObjects(world.store, world.layout);
  }

  @BeforeEach
  void land() {
    world.produce(P0, 3);
    world.process().start().drain();
  }

  private LedgerEntry claim() {
    return world.claim(P0, 0);
  }

  private FileEntry file() {
    return claim().files().get(0);
  }

  @Test
  void findsAClaimIncompleteWhileAnObjectIsMissing() {
    assertThat(objects.areComplete(claim())).isTrue();

    world.store.remove(file().name());

    assertThat(objects.areComplete(claim())).isFalse();
  }

  @Test
  void takesAnObjectWithoutMetadataForRightByItsContent() {
    world.store.overwrite(file().name(), world.bytes(file().name()), Map.of());

    assertThat(objects.areComplete(claim())).isTrue();
  }

  @Test
  void refusesAnObjectOfOtherContent() {
    world.store.overwrite(file().name(), new byte[] {'{', '}'}, Map.of());

    assertThatThrownBy(() -> objects.areComplete(claim()))
        .isExactlyInstanceOf(StreamLakeException.class)
        .hasMessageContaining(file().name())
        .hasMessageContaining("move it away");
  }

  @Test
  void doesNotTryAgainWhenAStagedFileIsGone() { // trap 44
    StagedObject gone = new StagedObject(file(), world.directory.resolve("gone"));

    assertThatThrownBy(() -> objects.create(claim(), gone))
        .isExactlyInstanceOf(StreamLakeException.class)
        .isNotInstanceOf(StoreException.class)
        .hasMessageContaining("gone");
  }
}
