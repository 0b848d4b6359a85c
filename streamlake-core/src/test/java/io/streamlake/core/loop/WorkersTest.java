package io.streamlake.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

final class WorkersTest {

  @Test
  @EnabledForJreRange(max = JRE.JAVA_20)
  void virtualThreadsAreRefusedWhereTheJvmHasNone() {
    assertThatThrownBy(() -> ConsumerLoop.builder().virtualThreads())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Java 21")
        .hasMessageContaining("Java " + Runtime.version().feature());
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void virtualThreadsRunTheWorkWhereTheJvmHasThem() throws Exception {
    assertThat(runOn(WorkerThreads.virtual().orElseThrow()).toString()).contains("VirtualThread");
  }

  @Test
  void workersAreNamedAndKeepNoJvmAlive() throws Exception {
    Thread worker = runOn(WorkerThreads.platform());

    assertThat(worker.getName()).isEqualTo("streamlake-worker-1");
    assertThat(worker.isDaemon()).isTrue();
  }

  private static Thread runOn(ThreadFactory factory) throws Exception {
    List<AutoCloseable> owned = new ArrayList<>();
    Executor workers = Workers.start(1, factory, owned);
    CompletableFuture<Thread> worker = new CompletableFuture<>();
    workers.execute(() -> worker.complete(Thread.currentThread()));
    Thread seen = worker.get(10, TimeUnit.SECONDS);
    owned.get(0).close();
    return seen;
  }
}
