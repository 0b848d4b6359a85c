package io.streamlake.gcs.writer;

import static io.streamlake.gcs.writer.WriterWorld.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.format.Encoding;
import io.streamlake.gcs.ledger.FileEntry;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"uncompressed", "zstd"})
  void closesParquetWithinTheBudgetThoughThatTakesItsDiskTwice(String compression) { // trap 32
    process.settings.encoding = Encoding.of("parquet", compression, OptionalInt.empty());
    process.settings.rollBytes = Long.MAX_VALUE;
    process.settings.rollAge = Duration.ofHours(1);
    process.stagingBytes = 40L * SIZE;
    process.pollOneRecordAtATime();
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      world.produce(P0, "\"" + new BigInteger(4 * SIZE, random).toString(16) + "\"");
    }

    process.start();
    long most = 0;
    for (int turn = 0; turn < 1_000; turn++) {
      process.harness().turn();
      most = Math.max(most, process.area().reservedBytes());
    }

    // What is staged lags by a block of four records.
    long budgetAndABlockTwice = process.stagingBytes + 8L * SIZE;
    assertThat(most).isBetween(30L * SIZE, budgetAndABlockTwice);
    assertThat(objectBytes())
        .hasSizeGreaterThan(3)
        .allMatch(bytes -> 2 * bytes < budgetAndABlockTwice);
    process.drain();
    world.check();
  }

  private List<Long> objectBytes() {
    return world.claims(P0).stream()
        .flatMap(claim -> claim.files().stream())
        .map(FileEntry::bytes)
        .toList();
  }
}
