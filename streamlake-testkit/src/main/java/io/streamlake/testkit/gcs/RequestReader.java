package io.streamlake.testkit.gcs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads requests' heads from a connection and frames their bodies (RFC 9112). */
final class RequestReader {

  private static final int MAX_LINE = 64 * 1024;

  private final InputStream in;

  RequestReader(InputStream in) {
    this.in = in;
  }

  /** The next request's head; empty when the client closed the connection between requests. */
  Optional<RequestHead> head() throws IOException {
    String line = line(true);
    if (line.isEmpty()) {
      return Optional.empty();
    }
    int first = line.indexOf(' ');
    int last = line.lastIndexOf(' ');
    if (first <= 0 || last <= first) {
      throw new IOException("Not an HTTP request line: " + line);
    }
    Map<String, String> headers = headers();
    String method = headers.getOrDefault("X-HTTP-Method-Override", line.substring(0, first));
    return Optional.of(RequestHead.of(method, line.substring(first + 1, last), headers));
  }

  /** The body's bytes as they are framed; empty for a request that announces none. */
  InputStream body(RequestHead head) throws IOException {
    if (head.isChunked()) {
      return new ChunkedInput(this, in);
    }
    Optional<String> length = head.header("Content-Length");
    if (length.isEmpty()) {
      return InputStream.nullInputStream();
    }
    try {
      return new FixedInput(in, Long.parseLong(length.get().trim()));
    } catch (NumberFormatException e) {
      throw new IOException("Not a Content-Length: " + length.get(), e);
    }
  }

  Map<String, String> headers() throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(false); !line.isEmpty(); line = line(false)) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new IOException("Not an HTTP header: " + line);
      }
      headers.merge(
          line.substring(0, colon).trim(), line.substring(colon + 1).trim(), (a, b) -> a + "," + b);
    }
    return headers;
  }

  /** A line without its end. The end of the stream is an empty line only where it is allowed. */
  String line(boolean mayEnd) throws IOException {
    byte[] line = new byte[128];
    int length = 0;
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return ended(mayEnd && length == 0);
      }
      if (length == MAX_LINE) {
        throw new IOException("An HTTP line is longer than " + MAX_LINE + " bytes");
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, length * 2);
      }
      line[length++] = (byte) next;
    }
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    return new String(line, 0, end, StandardCharsets.ISO_8859_1);
  }

  private static String ended(boolean allowed) throws EOFException {
    if (allowed) {
      return "";
    }
    throw new EOFException("The connection ended inside a request");
  }
}
