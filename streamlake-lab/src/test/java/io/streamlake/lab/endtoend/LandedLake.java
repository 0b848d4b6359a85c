package io.streamlake.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.lab.data.TopicSnapshot;
import io.streamlake.lab.read.LakeComparison;
import io.streamlake.lab.read.LakeFolders;
import io.streamlake.lab.read.LakeObjects;
import io.streamlake.lab.read.LakeReader;
import io.streamlake.lab.read.LakeReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a dataset's landing has to be like when it is done; reads only. */
record LandedLake(LakeObjects objects, RunnerSettings settings) {

  /** The lake in a folder that {@link RunnerSettings#in} was given. */
  static LandedLake in(Path folder, RunnerSettings settings) {
    return new LandedLake(LakeObjects.in(RunnerSettings.lake(folder)), settings);
  }

  /** Fails unless each record is in one object, in the folder of its hour, byte for byte. */
  void isExactly(TopicSnapshot snapshot) throws IOException {
    LakeReport report = LakeComparison.compare(snapshot, reader());
    assertThat(report.isExact()).as(report::toString).isTrue();
  }

  /** Fails unless {@code verify} and {@code verify --deep} find nothing. */
  void isVerified() {
    for (String[] words : new String[][] {{"verify"}, {"verify", "--deep"}}) {
      Outcome outcome = Outcome.of(settings.commandLine(words));
      assertThat(outcome.exit()).as(outcome::toString).isZero();
    }
  }

  /** A reader of the dataset. */
  LakeReader reader() {
    return new LakeReader(objects, settings.dataset(), LakeFolders.HOUR);
  }

  /**
   * How many claims and chain roots a dataset has in the lake in a folder; safe while they grow.
   *
   * @return 0 where there is no ledger yet
   */
  static int claims(Path folder, RunnerSettings settings) throws IOException {
    Path ledger = RunnerSettings.lake(folder).resolve(settings.dataset()).resolve("_ledger");
    return Files.isDirectory(ledger) ? files(ledger).size() : 0;
  }

  /** Every file below a folder with the time of its last change. */
  static Map<String, Long> files(Path folder) throws IOException {
    Map<String, Long> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Files.getLastModifiedTime(file).toMillis());
      }
    }
    return files;
  }
}
