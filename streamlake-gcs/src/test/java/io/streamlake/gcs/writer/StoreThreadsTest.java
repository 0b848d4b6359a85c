package io.streamlake.gcs.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.stage.DiskSpace;
import io.streamlake.gcs.stage.StagingArea;
import io.streamlake.gcs.store.InMemoryObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD) // who runs a request itself, hangs
class StoreThreadsTest {

  private static final Duration AT_MOST = Duration.ofSeconds(20);

  private final CompletableFuture<String> slow = new CompletableFuture<>();
  private final CompletableFuture<String> due = new CompletableFuture<>();
  private final StagingArea area;
  private final Surroundings threads;

  StoreThreadsTest(@TempDir Path directory) {
    area = StagingArea.open(directory, 1);
    threads = StoreThreads.start(2, area);
  }

  @AfterEach
  void end() {
    slow.complete("released");
    threads.onClose().run();
    area.close();
  }

  @Test
  void runsRequestsOnThreadsOfTheirOwn() { // trap 33
    CompletableFuture<Thread> requester = new CompletableFuture<>();

    threads.workers().execute(() -> requester.complete(Thread.currentThread()));

    assertThat(requester).succeedsWithin(AT_MOST).isNotSameAs(Thread.currentThread());
    assertThat(requester.join().getName()).startsWith("streamlake-store-");
    assertThat(requester.join().isDaemon()).isTrue();
  }

  @Test
  void tellsWhatIsDueWhileAllRequestsHang() { // traps 31 and 33
    assertThat(List.of(hang(), hang()))
        .allSatisfy(each -> assertThat(each).succeedsWithin(AT_MOST));

    threads.scheduler().after(Duration.ZERO, () -> due.complete("due"));

    assertThat(due).succeedsWithin(AT_MOST);
  }

  @Test
  void tellsWhatIsDueThoughAnotherTaskEndsInAnError() { // trap 23
    threads
        .scheduler()
        .after(
            Duration.ZERO,
            () -> {
              throw new IllegalStateException("a bug");
            });

    threads.scheduler().after(Duration.ZERO, () -> due.complete("due"));

    assertThat(due).succeedsWithin(AT_MOST);
  }

  @Test
  void goesOnTickingThoughLooksAtTheDiskEndInErrors() { // trap 23
    AtomicInteger looks = new AtomicInteger();
    Supplier<DiskSpace> faulty =
        () -> {
          if (looks.incrementAndGet() == 3) {
            due.complete("looked again and again");
          }
          throw new IllegalStateException("a bug");
        };
    Surroundings surroundings =
        new Surroundings(
            threads.workers(), threads.scheduler(), threads.time(), faulty, threads.onClose());

    RawZone zone =
        RawZone.open(
            new WriterSettings().build(),
            new InMemoryObjectStore(),
            area,
            ClusterIdentity.unknown(),
            surroundings);

    assertThat(due).succeedsWithin(AT_MOST);
    zone.close();
  }

  @Test
  void hasAsManyRequestsUnderWayAsItMay() {
    List<CompletableFuture<String>> requests = List.of(hang(), hang());

    assertThat(requests).allSatisfy(each -> assertThat(each).succeedsWithin(AT_MOST));
  }

  /** A request without an answer; tells when it is under way. */
  private CompletableFuture<String> hang() {
    CompletableFuture<String> begun = new CompletableFuture<>();
    threads
        .workers()
        .execute(
            () -> {
              begun.complete("begun");
              slow.join();
            });
    return begun;
  }
}
