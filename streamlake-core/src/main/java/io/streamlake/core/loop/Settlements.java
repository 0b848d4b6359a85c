package io.streamlake.core.loop;

import java.util.concurrent.CompletionStage;

/** Takes in when records will be safe. Used on the lane only. */
interface Settlements {

  /** Adds a record that does not follow the last one. */
  void addAlone(CompletionStage<?> stage, long from, long to);
}
