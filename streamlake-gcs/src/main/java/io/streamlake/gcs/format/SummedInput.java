package io.streamlake.gcs.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/** Counts and sums the bytes that are read. For one thread. */
final class SummedInput extends FilterInputStream {

  private final CRC32C sum = new CRC32C();
  private long bytes;

  SummedInput(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    if (count > 0) {
      sum.update(target, offset, count);
      bytes += count;
    }
    return count;
  }

  /** A codec may stop before the end of what it reads from. */
  void skipToEnd() throws IOException {
    byte[] rest = new byte[8 * 1024];
    int count = 0;
    while (count >= 0) {
      count = read(rest, 0, rest.length);
    }
  }

  long bytes() {
    return bytes;
  }

  int crc32c() {
    return (int) sum.getValue();
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
