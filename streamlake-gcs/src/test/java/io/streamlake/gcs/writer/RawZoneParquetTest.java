package io.streamlake.gcs.writer;

import static io.streamlake.gcs.writer.WriterWorld.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.format.Encoding;
import io.streamlake.gcs.ledger.FileEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of bytes where records wait as rows and become columns when their file is closed. */
class RawZoneParquetTest {

  private static final int SIZE = 10_000;

  private final WriterWorld world;
  private final WriterProcess process;

  RawZoneParquetTest(@TempDir Path directory) {
    world = new WriterWorld(directory, 1);
    process = world.process();
  }

  @Test
  void rollsParquetByTheBytesOfItsObjects() {
    process.settings.encoding = Encoding.of("parquet", "uncompressed", OptionalInt.empty());
    process.settings.rollBytes = 40L * SIZE;
    for (int i = 0; i < 200; i++) {
      world.produce(P0, "\"" + "x".repeat(SIZE) + "\"");
    }

    process.start().drain();

    assertThat(objectBytes()).hasSizeGreaterThan(3).allMatch(bytes -> bytes < 120L * SIZE);
    world.check();
  }

  private List<Long> objectBytes() {
    return world.claims(P0).stream()
        .flatMap(claim -> claim.files().stream())
        .map(FileEntry::bytes)
        .toList();
  }
}
