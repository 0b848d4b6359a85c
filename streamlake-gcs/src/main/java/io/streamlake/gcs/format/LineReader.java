package io.streamlake.gcs.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Cuts a stream into lines, each with its line feed. For one thread. */
final class LineReader {

  private final InputStream in;
  private byte[] buffer = new byte[64 * 1024];
  private int start;
  private int end;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** The next line; empty at the end of the stream, where the last line must have ended. */
  Optional<byte[]> next() throws IOException {
    int searched = start;
    while (true) {
      for (int index = searched; index < end; index++) {
        if (buffer[index] == '\n') {
          byte[] line = Arrays.copyOfRange(buffer, start, index + 1);
          start = index + 1;
          return Optional.of(line);
        }
      }
      int pending = end - start;
      if (!fill()) {
        return endOfStream();
      }
      searched = start + pending;
    }
  }

  private Optional<byte[]> endOfStream() throws IOException {
    if (start < end) {
      throw new IOException("the last line is cut off after " + (end - start) + " bytes");
    }
    return Optional.empty();
  }

  private boolean fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.multiplyExact(2, buffer.length));
    }
    int count = in.read(buffer, end, buffer.length - end);
    end += Math.max(count, 0);
    return count >= 0;
  }
}
