package io.streamlake.lab.read;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts a stream into lines of bytes, each of which must end with a line feed. */
final class LineReader {

  private final InputStream input;
  private byte[] buffer = new byte[1 << 16];
  private int start;
  private int end;

  LineReader(InputStream input) {
    this.input = input;
  }

  /** The next line without its line feed, or null at the end. */
  byte @Nullable [] next() throws IOException {
    int scanned = start;
    while (true) {
      for (int i = scanned; i < end; i++) {
        if (buffer[i] == '\n') {
          byte[] line = Arrays.copyOfRange(buffer, start, i);
          start = i + 1;
          return line;
        }
      }
      int left = end - start;
      if (!fill()) {
        return endOfStream(left);
      }
      scanned = start + left;
    }
  }

  private static byte @Nullable [] endOfStream(int left) throws EOFException {
    if (left > 0) {
      throw new EOFException("the last line ends after " + left + " bytes without a line feed");
    }
    return null;
  }

  /** Moves the open line to the buffer's begin and reads more behind it. */
  private boolean fill() throws IOException {
    int left = end - start;
    byte[] target = left == buffer.length ? new byte[buffer.length * 2] : buffer;
    System.arraycopy(buffer, start, target, 0, left);
    buffer = target;
    start = 0;
    end = left;
    int count = input.read(buffer, end, buffer.length - end);
    end += Math.max(0, count);
    return count > 0;
  }
}
