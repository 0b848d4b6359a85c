package io.streamlake.runner.job;

import io.streamlake.runner.cli.ExitCode;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns SIGTERM and SIGINT into an orderly end: the JVM waits for the drain, and its exit status is
 * the job's own and not the signal's. A signal before anything was started ends the process at
 * once.
 */
final class Signals implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private final CompletableFuture<ExitCode> end = new CompletableFuture<>();
  private volatile Runnable action;
  private volatile boolean isSignalled;
  private final Thread hook;

  private Signals() {
    this.action = () -> end.complete(ExitCode.DONE);
    this.hook = new Thread(this::onSignal, "streamlake-signals");
  }

  static Signals listen() {
    Signals signals = new Signals();
    Runtime.getRuntime().addShutdownHook(signals.hook);
    return signals;
  }

  private void onSignal() {
    isSignalled = true;
    LOG.info("asked to end by a signal");
    action.run();
    // an exit with a status would wait for this very hook
    Runtime.getRuntime().halt(end.join().code());
  }

  /** Whether a signal has come; what is printed later than the job's end is lost then. */
  boolean isSignalled() {
    return isSignalled;
  }

  /** Replaces what a signal does; the job then has to tell its end. */
  void endWith(Runnable orderlyEnd) {
    action = orderlyEnd;
  }

  /** Tells how the job ended, after everything is closed. */
  void ended(ExitCode code) {
    end.complete(code);
  }

  @Override
  public void close() {
    end.complete(ExitCode.FAILED);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("the JVM is going down already, and the hook with it", e);
    }
  }
}
