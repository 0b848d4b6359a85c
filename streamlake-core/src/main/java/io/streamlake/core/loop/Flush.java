package io.streamlake.core.loop;

import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Settlement;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a handler to flush; one that throws or answers nothing has nothing more to make safe. */
final class Flush {

  private static final Logger LOG = LoggerFactory.getLogger(Flush.class);

  private Flush() {}

  /** On the lane. */
  static CompletionStage<?> of(PartitionHandler handler) {
    try {
      @Nullable CompletionStage<?> flushed = handler.flush();
      if (flushed != null) {
        return flushed;
      }
      LOG.warn("flush() returned null, which is taken for a flush that is done: fix the handler");
    } catch (RuntimeException e) {
      LOG.warn("the flush failed; what is not safe will be read again", e);
    }
    return Settlement.NOW;
  }
}
