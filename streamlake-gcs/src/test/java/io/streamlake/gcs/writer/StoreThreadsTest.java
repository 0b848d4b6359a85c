package io.streamlake.gcs.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.stage.StagingArea;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
