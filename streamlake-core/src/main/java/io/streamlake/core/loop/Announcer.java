package io.streamlake.core.loop;

import io.streamlake.core.LoopEvent;
import io.streamlake.core.LoopObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an observer, whose failures must not hurt the loop. Used by the poll thread only. */
final class Announcer implements LoopObserver {

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private final LoopObserver observer;
  private boolean hasFailed;

  Announcer(LoopObserver observer) {
    this.observer = observer;
  }

  @Override
  public void on(LoopEvent event) {
    try {
      observer.on(event);
    } catch (RuntimeException | LinkageError e) {
      if (!hasFailed) {
        hasFailed = true;
        LOG.error("the observer {} failed, the loop goes on: {}", observer, e.toString(), e);
      }
    }
  }
}
