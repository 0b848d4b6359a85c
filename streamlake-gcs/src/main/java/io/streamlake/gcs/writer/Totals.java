package io.streamlake.gcs.writer;

import java.util.concurrent.atomic.LongAdder;

/** What a raw zone has landed since it was opened. Safe for use by several threads. */
final class Totals {

  private final LongAdder records = new LongAdder();
  private final LongAdder deadLetters = new LongAdder();
  private final LongAdder segments = new LongAdder();
  private final LongAdder objects = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  void add(Landing.Plan landed) {
    records.add(landed.records());
    deadLetters.add(landed.entry().deadLetterCount());
    segments.increment();
    objects.add(landed.staged().size());
    bytes.add(landed.bytes());
  }

  RawZoneTotals toValue() {
    return new RawZoneTotals(
        records.sum(), deadLetters.sum(), segments.sum(), objects.sum(), bytes.sum());
  }
}
