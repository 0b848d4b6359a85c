package io.streamlake.gcs.writer;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the files that are staged, over all partitions. Safe for use by several threads. */
final class OpenFiles {

  private final AtomicInteger count = new AtomicInteger();
  private final int limit;

  OpenFiles(int limit) {
    this.limit = limit;
  }

  void opened() {
    count.incrementAndGet();
  }

  void closed(int files) {
    count.addAndGet(-files);
  }

  boolean isAtLimit() {
    return count.get() >= limit;
  }
}
