package io.streamlake.gcs.writer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories. {@code -Dstreamlake.model.seeds=N} tries as many, {@code
 * -Dstreamlake.model.seed=S} that one alone.
 */
class RawZoneModelTest {

  private static final long FIRST = 20_260_101;

  private final Path directory;

  RawZoneModelTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void landsEveryRecordOnceWhateverHappens() { // traps 26, 27, 28, 29, 36, 46
    Long one = Long.getLong("streamlake.model.seed");
    long[] seeds =
        one != null
            ? new long[] {one}
            : LongStream.range(FIRST, FIRST + Long.getLong("streamlake.model.seeds", 100))
                .toArray();
    for (long seed : seeds) {
      replay(seed);
    }
  }

  @Test
  void repeatsAHistoryExactly() {
    ModelRun first = new ModelRun(FIRST, directory.resolve("first"));
    ModelRun second = new ModelRun(FIRST, directory.resolve("second"));

    first.run();
    second.run();

    assertThat(second.requests()).isNotEmpty().isEqualTo(first.requests());
  }

  private void replay(long seed) {
    ModelRun run = new ModelRun(seed, directory.resolve(Long.toString(seed)));
    try {
      run.run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed " + seed + ": again with -Dstreamlake.model.seed=" + seed + " " + run.history(), e);
    }
  }
}
