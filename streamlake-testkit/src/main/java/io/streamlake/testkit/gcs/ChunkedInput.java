package io.streamlake.testkit.gcs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body in chunks (RFC 9112, section 7.1); trailers are read and forgotten. */
final class ChunkedInput extends InputStream {

  private final RequestReader lines;
  private final InputStream in;
  private long remaining;
  private boolean started;
  private boolean finished;

  ChunkedInput(RequestReader lines, InputStream in) {
    this.lines = lines;
    this.in = in;
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
    if (remaining == 0 && !finished) {
      nextChunk();
    }
    if (finished) {
      return -1;
    }
    int read = in.read(target, offset, (int) Math.min(length, remaining));
    if (read < 0) {
      throw new EOFException("The connection ended inside a chunk");
    }
    remaining -= read;
    return read;
  }

  private void nextChunk() throws IOException {
    if (started) {
      lines.line(false);
    }
    started = true;
    remaining = size(lines.line(false));
    if (remaining == 0) {
      lines.headers();
      finished = true;
    }
  }

  private static long size(String line) throws IOException {
    int extension = line.indexOf(';');
    String digits = (extension < 0 ? line : line.substring(0, extension)).trim();
    try {
      return Long.parseUnsignedLong(digits, 16);
    } catch (NumberFormatException e) {
      throw new IOException("Not a chunk's size: " + line, e);
    }
  }
}
