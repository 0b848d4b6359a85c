package io.streamlake.testkit.gcs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes answers to a connection. */
final class ResponseWriter {

  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(204, "No Content"),
          Map.entry(206, "Partial Content"),
          Map.entry(304, "Not Modified"),
          Map.entry(308, "Resume Incomplete"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(410, "Gone"),
          Map.entry(412, "Precondition Failed"),
          Map.entry(416, "Requested Range Not Satisfiable"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(499, "Client Closed Request"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(503, "Service Unavailable"));

  /** Is waited for before each part of a body. */
  interface Pause {
    void await() throws IOException;
  }

  /**
   * How a body is sent.
   *
   * @param maxBody the most that is sent of it
   * @param step how many bytes between two pauses
   */
  record Flow(long maxBody, long step, Pause pause) {

    static Flow upTo(long maxBody) {
      return new Flow(maxBody, Long.MAX_VALUE, () -> {});
    }
  }

  private final OutputStream out;

  ResponseWriter(OutputStream out) {
    this.out = out;
  }

  static String reason(int status) {
    return REASONS.getOrDefault(status, "Status " + status);
  }

  /** Writes the head, and as much of the body that the head announces as the flow allows. */
  void write(Response response, boolean close, Flow flow) throws IOException {
    byte[] head = head(response, close);
    if (flow.maxBody() <= 0 || response.length() == 0) {
      out.write(head);
    } else {
      writeBoth(head, response, flow);
    }
    out.flush();
  }

  private void writeBoth(byte[] head, Response response, Flow flow) throws IOException {
    try (InputStream in = response.body().open()) {
      byte[] buffer = new byte[(int) Math.min(256 * 1024, head.length + response.length())];
      System.arraycopy(head, 0, buffer, 0, head.length);
      int filled = head.length;
      long remaining = Math.min(flow.maxBody(), response.length());
      while (remaining > 0) {
        flow.pause().await();
        long wanted = Math.min(buffer.length - filled, flow.step());
        int read = in.read(buffer, filled, (int) Math.min(wanted, remaining));
        if (read < 0) {
          throw new IOException("A body ended " + remaining + " bytes before its announced length");
        }
        out.write(buffer, 0, filled + read);
        remaining -= read;
        filled = 0;
      }
    }
  }

  private static byte[] head(Response response, boolean close) {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(response.status()).append(' ');
    head.append(reason(response.status())).append("\r\n");
    response.headers().forEach((name, value) -> line(head, name, value));
    if (response.status() != 204 && response.status() != 304) {
      line(head, "Content-Length", Long.toString(response.length()));
    }
    line(head, "Server", "streamlake-testkit");
    if (close) {
      line(head, "Connection", "close");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }
}
