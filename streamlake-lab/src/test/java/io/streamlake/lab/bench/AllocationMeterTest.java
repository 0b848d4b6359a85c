package io.streamlake.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AllocationMeterTest {

  private static final int MEBIBYTE = 1 << 20;

  @Test
  void countsWhatThisThreadAndNewThreadsAllocate() throws Exception {
    CountDownLatch isCounted = new CountDownLatch(1);
    CountDownLatch hasAllocated = new CountDownLatch(1);
    byte[][] kept = new byte[64][];
    try (AllocationMeter meter = AllocationMeter.start()) {
      allocate(kept, 0);
      Thread other =
          new Thread(
              () -> {
                allocate(kept, 32);
                hasAllocated.countDown();
                awaitUninterrupted(isCounted);
              });
      other.start();
      hasAllocated.await();

      long bytes = meter.stop();
      isCounted.countDown();
      other.join();

      assertThat(bytes).isBetween(64L * MEBIBYTE, 96L * MEBIBYTE);
    }
    assertThat(List.of(kept)).hasSize(64);
  }

  private static void allocate(byte[][] kept, int from) {
    for (int i = from; i < from + 32; i++) {
      kept[i] = new byte[MEBIBYTE];
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
