package io.streamlake.testkit.gcs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;

/** One client's connection: request after request until either side closes it. */
final class Connection implements Runnable {

  private final Socket socket;
  private final Exchange.Services services;

  Connection(Socket socket, Exchange.Services services) {
    this.socket = socket;
    this.services = services;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      serveOrReset();
    } catch (IOException e) {
      // The client went away, or the server was closed: there is nobody left to tell.
      return;
    }
  }

  private void serveOrReset() throws IOException {
    try {
      serve(new BufferedInputStream(socket.getInputStream(), 64 * 1024), socket.getOutputStream());
    } catch (ConnectionDropped e) {
      // Closing with a linger of 0 sends a reset instead of an orderly end.
      socket.setSoLinger(true, 0);
    }
  }

  private void serve(InputStream in, OutputStream out) throws IOException {
    RequestReader reader = new RequestReader(in);
    ResponseWriter writer = new ResponseWriter(out);
    boolean open = true;
    while (open) {
      Optional<RequestHead> head = reader.head();
      open = head.isPresent() && answer(reader, writer, head.get(), out);
    }
  }

  private boolean answer(
      RequestReader reader, ResponseWriter writer, RequestHead head, OutputStream out)
      throws IOException {
    RequestBody body = new RequestBody(reader.body(head), out, head.expectsContinue());
    return new Exchange(services, head, body).run(writer);
  }
}
