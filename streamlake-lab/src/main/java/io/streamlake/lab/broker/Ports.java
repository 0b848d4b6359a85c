package io.streamlake.lab.broker;

import io.streamlake.core.StreamLakeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * The two ports of a broker on 127.0.0.1.
 *
 * @param clients where clients connect
 * @param controller where the controller listens
 */
record Ports(int clients, int controller) {

  /** Two ports that were free a moment ago. */
  static Ports free() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket clients = new ServerSocket(0, 1, loopback);
        ServerSocket controller = new ServerSocket(0, 1, loopback)) {
      return new Ports(clients.getLocalPort(), controller.getLocalPort());
    } catch (IOException e) {
      throw new StreamLakeException(
          "No two free ports on 127.0.0.1 for the broker: end other processes that listen there",
          e);
    }
  }

  /** Whether something listens where clients connect. */
  boolean accepts() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), clients)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** The {@code bootstrap.servers} of clients. */
  String bootstrapServers() {
    return "127.0.0.1:" + clients;
  }
}
