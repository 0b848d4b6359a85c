package io.streamlake.testkit.gcs;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes of which the first one has a bit changed. */
final class FlippedInput extends FilterInputStream {

  private boolean isFlipped;

  FlippedInput(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    if (read > 0 && !isFlipped) {
      target[offset] ^= 1;
      isFlipped = true;
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    return in.skip(count);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
