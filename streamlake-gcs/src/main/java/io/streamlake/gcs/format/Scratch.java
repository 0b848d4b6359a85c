package io.streamlake.gcs.format;

import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Direct buffers to compress with. An open file needs some only while it is written to, so all
 * files share as many as there are threads that write at the same time. Taking one is safe from any
 * thread; one that is taken is for that thread.
 */
final class Scratch implements AutoCloseable {

  static final int SOURCE_BYTES = 16 * 1024;
  private static final int TARGET_BYTES = 64 * 1024;

  private static final Deque<Scratch> IDLE = new ConcurrentLinkedDeque<>();

  private final ByteBuffer source = ByteBuffer.allocateDirect(SOURCE_BYTES);
  private final ByteBuffer target = ByteBuffer.allocateDirect(TARGET_BYTES);

  private Scratch() {}

  static Scratch take() {
    Scratch idle = IDLE.poll();
    return idle == null ? new Scratch() : idle;
  }

  /** Room for a piece of what is compressed; its content is anything. */
  ByteBuffer source() {
    return source.clear();
  }

  /** Room for what comes out; its content is anything. */
  ByteBuffer target() {
    return target.clear();
  }

  /** Leaves it to whoever needs one next. */
  @Override
  public void close() {
    IDLE.push(this);
  }
}
