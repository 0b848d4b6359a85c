package io.streamlake.gcs.ledger;

import io.streamlake.gcs.ledger.AuditOptions.Progress;
import java.util.function.Consumer;

/** Counts what an audit has seen, and tells of it every thousand objects. For one thread. */
final class AuditProgress {

  private static final int STEP = 1_000;

  private final Consumer<Progress> listener;
  private long claims;
  private long objects;

  AuditProgress(Consumer<Progress> listener) {
    this.listener = listener;
  }

  void claim(String topic) {
    claims++;
    tell(topic);
  }

  void object(String topic) {
    objects++;
    tell(topic);
  }

  private void tell(String topic) {
    if ((claims + objects) % STEP == 0) {
      listener.accept(new Progress(topic, claims, objects));
    }
  }
}
