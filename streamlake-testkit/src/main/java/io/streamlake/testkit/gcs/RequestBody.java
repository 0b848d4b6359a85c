package io.streamlake.testkit.gcs;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A request's body as it was sent: asks the client for it on the first read where the client waits
 * for that, counts it, and cuts it where a fault says so.
 */
final class RequestBody extends FilterInputStream {

  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private boolean awaited;
  private long count;
  private long limit = Long.MAX_VALUE;

  RequestBody(InputStream framed, OutputStream out, boolean awaited) {
    super(framed);
    this.out = out;
    this.awaited = awaited;
  }

  /** The connection is dropped when a byte beyond this many is read, and at the body's end. */
  void dropAfter(long bytes) {
    limit = bytes;
  }

  long count() {
    return count;
  }

  /** True when the client still waits for leave to send it. */
  boolean isAwaited() {
    return awaited;
  }

  void drain() throws IOException {
    transferTo(OutputStream.nullOutputStream());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (awaited) {
      awaited = false;
      out.write(CONTINUE);
      out.flush();
    }
    if (count >= limit) {
      throw new ConnectionDropped("A fault dropped the connection after " + count + " body bytes");
    }
    int read = super.read(target, offset, (int) Math.min(length, limit - count));
    if (read < 0 && limit < Long.MAX_VALUE) {
      throw new ConnectionDropped("A fault dropped the connection at the body's end");
    }
    count += Math.max(read, 0);
    return read;
  }
}
