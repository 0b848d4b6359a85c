package io.streamlake.gcs.ledger;

import io.streamlake.gcs.ledger.AuditOptions.Progress;
import java.util.function.Consumer;

/**
 * Counts what an audit has seen, and tells of it every thousand objects, or of each claim and
 * object where data is read, which takes long. For one thread.
 */
final class AuditProgress {

  private static final int STEP = 1_000;

  private final Consumer<Progress> listener;
  private final int step;
  private long claims;
  private long objects;

  AuditProgress(AuditOptions options) {
    this.listener = options.progress();
    this.step = options.deep() ? 1 : STEP;
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
    if ((claims + objects) % step == 0) {
      listener.accept(new Progress(topic, claims, objects));
    }
  }
}
