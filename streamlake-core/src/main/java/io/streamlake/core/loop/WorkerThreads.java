package io.streamlake.core.loop;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** What kind of threads the workers are. */
final class WorkerThreads {

  private static final String NAME = "streamlake-worker-";

  private WorkerThreads() {}

  static ThreadFactory platform() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, NAME + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Virtual threads (JEP 444); empty where the JVM has none. Asked by name: we compile for 17. */
  static Optional<ThreadFactory> virtual() {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    try {
      Class<?> builder = Class.forName("java.lang.Thread$Builder");
      Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
      MethodHandle start =
          lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
      MethodHandle name =
          lookup.findVirtual(
              builder, "name", MethodType.methodType(builder, String.class, long.class));
      MethodHandle factory =
          lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
      Object named = name.invoke(start.invoke(), NAME, 1L);
      return Optional.of((ThreadFactory) factory.invoke(named));
    } catch (Throwable e) { // what method handles declare; a preview that is not switched on
      return Optional.empty();
    }
  }
}
