package io.streamlake.gcs.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlake.core.StreamLakeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingAreaTest {

  private final Path parent;

  StagingAreaTest(@TempDir Path parent) {
    this.parent = parent;
  }

  @Test
  void emptiesWhatADeadProcessLeftBehind() throws IOException {
    Path abandoned = Files.createDirectory(parent.resolve("process-dead"));
    Files.createFile(abandoned.resolve("1.jsonl"));
    Path lock = Files.createFile(parent.resolve("process-dead.lock"));

    try (StagingArea area = StagingArea.open(parent, 1)) {
      assertThat(abandoned).doesNotExist();
      assertThat(lock).doesNotExist();
      assertThat(area.path()).isEmptyDirectory();
    }
  }

  @Test
  void leavesTheLivingAlone() throws IOException {
    try (StagingArea first = StagingArea.open(parent, 1)) {
      Path staged = Files.createFile(first.newFile("jsonl"));
      try (StagingArea second = StagingArea.open(parent, 1)) {
        assertThat(second.path()).isNotEqualTo(first.path());
      }
      StagingArea.open(parent, 1).close();

      assertThat(staged).exists();
    }
  }

  @Test
  void leavesNothingBehindWhenClosed() throws IOException {
    StagingArea area = StagingArea.open(parent, 1);
    Files.createFile(area.newFile("jsonl"));

    area.close();
    area.close();

    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void leavesForeignFilesAlone() throws IOException {
    Path foreign = Files.createFile(parent.resolve("notes.txt"));

    StagingArea.open(parent, 1).close();

    assertThat(foreign).exists();
  }

  @Test
  void makesItsDirectoryAgainThoughItWasCleanedAway() throws IOException { // trap 44
    try (StagingArea area = StagingArea.open(parent, 1)) {
      Files.delete(area.path());

      Path staged = Files.createFile(area.newFile("jsonl"));

      assertThat(staged).exists();
    }
  }

  @Test
  void staysGoneOnceItIsClosed() {
    StagingArea area = StagingArea.open(parent, 1);
    area.close();

    assertThatThrownBy(() -> area.newFile("jsonl")).isInstanceOf(IOException.class);
    assertThatThrownBy(area::touch).isInstanceOf(UncheckedIOException.class);

    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void keepsItsLockFileYoungAndItsDirectoryThere() throws IOException {
    try (StagingArea area = StagingArea.open(parent, 1)) {
      Path lock = area.path().resolveSibling(area.path().getFileName() + ".lock");
      FileTime old = FileTime.fromMillis(0);
      Files.setLastModifiedTime(lock, old);
      Files.delete(area.path());

      area.touch();

      assertThat(Files.getLastModifiedTime(lock)).isGreaterThan(old);
      assertThat(area.path()).isEmptyDirectory();
    }
  }

  @Test
  void neverHandsOutAPathTwice() throws IOException {
    try (StagingArea area = StagingArea.open(parent, 1)) {
      assertThat(area.newFile("a")).isNotEqualTo(area.newFile("a")).startsWithRaw(area.path());
    }
  }

  @Test
  void reservesUpToItsBudgetAndMoreWhereBytesAreThereAlready() {
    try (StagingArea area = StagingArea.open(parent, 100)) {
      assertThat(area.tryReserve(60)).isTrue();
      assertThat(area.tryReserve(41)).isFalse();
      assertThat(area.reservedBytes()).isEqualTo(60);
      assertThat(area.isFull()).isFalse();

      area.reserve(50);

      assertThat(area.isFull()).isTrue();
      area.release(110);
      assertThat(area.reservedBytes()).isZero();
      assertThat(area.diskSpace().free()).isPositive();
    }
  }

  @Test
  void saysWhichDirectoryCannotBeUsed() throws IOException {
    Path file = Files.createFile(parent.resolve("file"));

    assertThatThrownBy(() -> StagingArea.open(file.resolve("staging"), 1))
        .isInstanceOf(StreamLakeException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("raw-zone.staging.directory");
  }
}
