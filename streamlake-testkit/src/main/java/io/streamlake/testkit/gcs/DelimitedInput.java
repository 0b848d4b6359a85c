package io.streamlake.testkit.gcs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A stream that ends where a delimiter begins, and can go on behind it. */
final class DelimitedInput extends InputStream {

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer;
  private int start;
  private int end;

  DelimitedInput(InputStream in, byte[] delimiter) {
    this.in = in;
    this.delimiter = delimiter.clone();
    this.buffer = new byte[Math.max(64 * 1024, delimiter.length * 4)];
  }

  /** The first delimiter of a body may lack the line end that belongs to all others. */
  void skipFirstDelimiter() throws IOException {
    fill(delimiter.length);
    if (matches(start, 2, delimiter.length)) {
      start += delimiter.length - 2;
      return;
    }
    skipToDelimiter();
  }

  /** Goes on behind the next delimiter. */
  void skipToDelimiter() throws IOException {
    transferTo(OutputStream.nullOutputStream());
    start += delimiter.length;
  }

  /** What follows, delimiters included. */
  InputStream raw() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        fill(1);
        return buffer[start++] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        fill(1);
        int count = Math.min(length, end - start);
        System.arraycopy(buffer, start, target, offset, count);
        start += count;
        return count;
      }
    };
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    fill(delimiter.length);
    int safe = findDelimiter() - start;
    if (safe == 0) {
      return -1;
    }
    int count = Math.min(length, safe);
    System.arraycopy(buffer, start, target, offset, count);
    start += count;
    return count;
  }

  /** Where the delimiter begins, or the first place where one might begin that is not all here. */
  private int findDelimiter() {
    int last = end - delimiter.length;
    for (int i = start; i <= last; i++) {
      if (buffer[i] == delimiter[0] && matches(i, 0, delimiter.length)) {
        return i;
      }
    }
    return last + 1;
  }

  private boolean matches(int at, int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer[at + i - from] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  private void fill(int wanted) throws IOException {
    if (end - start >= wanted) {
      return;
    }
    System.arraycopy(buffer, start, buffer, 0, end - start);
    end -= start;
    start = 0;
    while (end < wanted) {
      int read = in.read(buffer, end, buffer.length - end);
      if (read < 0) {
        throw new EOFException("The multipart body ends before its last boundary");
      }
      end += read;
    }
  }
}
