package io.streamlake.lab.bench;

import io.streamlake.lab.Folders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures subjects one after the other, each between its rivals, after each has read the topic
 * twice to warm up. Not thread-safe.
 */
final class Bench {

  /** Compilers still work on the first round's code during the second. */
  private static final int WARM_UPS = 2;

  private final Workload workload;
  private final Consumer<String> progress;
  private final Subject bare = new BarePollLoop();

  /**
   * @param progress is told each measurement
   */
  Bench(Workload workload, Consumer<String> progress) {
    this.workload = workload;
    this.progress = progress;
  }

  /** Measures the subjects. */
  List<Result> measure(List<Subject> subjects) throws Exception {
    warmUp(subjects);
    List<Result> results = new ArrayList<>();
    for (Subject subject : subjects) {
      Result.Rivals before = rivals(subject.rival());
      Measurement own = measure(subject);
      results.add(new Result(own, before, rivals(subject.rival())));
    }
    return results;
  }

  private void warmUp(List<Subject> subjects) throws Exception {
    Map<String, Subject> each = new LinkedHashMap<>();
    each.put(bare.name(), bare);
    for (Subject subject : subjects) {
      Subject rival = new HandWrittenLander(subject.rival());
      each.put(rival.name(), rival);
      each.put(subject.name(), subject);
    }
    for (int round = 1; round <= WARM_UPS; round++) {
      progress.accept("warming up, round " + round);
      for (Subject subject : each.values()) {
        measure(subject);
      }
    }
    progress.accept("measuring");
  }

  private Result.Rivals rivals(Codec codec) throws Exception {
    return new Result.Rivals(measure(bare), measure(new HandWrittenLander(codec)));
  }

  private Measurement measure(Subject subject) throws Exception {
    Folders.empty(workload.scratch());
    long start;
    long records;
    Duration elapsed;
    long allocated;
    try (AllocationMeter meter = AllocationMeter.start()) {
      start = System.nanoTime();
      records = subject.readAll(workload);
      elapsed = Duration.ofNanos(System.nanoTime() - start);
      allocated = meter.stop();
    }
    if (records < workload.records()) {
      throw new IllegalStateException(
          subject.name() + " handled " + records + " records of " + workload.records());
    }
    Measurement measurement = new Measurement(subject.name(), records, elapsed, allocated);
    progress.accept(
        "  %-28s %,12.0f records/s %,8.0f B/record"
            .formatted(
                subject.name(), measurement.recordsPerSecond(), measurement.bytesPerRecord()));
    return measurement;
  }
}
