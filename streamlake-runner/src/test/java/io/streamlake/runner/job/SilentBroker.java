package io.streamlake.runner.job;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** An admin client whose broker is not there: every request times out soon. */
final class SilentBroker implements AutoCloseable {

  private final String address;
  private final Admin admin;

  SilentBroker() throws IOException {
    this.address = "127.0.0.1:" + closedPort();
    this.admin =
        Admin.create(
            Map.of(
                "bootstrap.servers", address,
                "default.api.timeout.ms", 200,
                "request.timeout.ms", 100));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  String address() {
    return address;
  }

  Admin admin() {
    return admin;
  }

  @Override
  public void close() {
    admin.close();
  }
}
