package io.streamlake.testkit.gcs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body of known length; a connection that ends earlier is an error, never a short body. */
final class FixedInput extends InputStream {

  private final InputStream in;
  private long remaining;

  FixedInput(InputStream in, long length) {
    this.in = in;
    this.remaining = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (remaining <= 0) {
      return -1;
    }
    int read = in.read(target, offset, (int) Math.min(length, remaining));
    if (read < 0) {
      throw new EOFException("The connection ended " + remaining + " bytes before the body's end");
    }
    remaining -= read;
    return read;
  }
}
