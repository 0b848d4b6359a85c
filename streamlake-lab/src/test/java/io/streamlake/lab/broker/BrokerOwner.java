package io.streamlake.lab.broker;

import java.io.IOException;
import java.nio.file.Path;

/** A process that starts a broker, prints its process id, and then waits to be killed. */
final class BrokerOwner {

  private BrokerOwner() {}

  public static void main(String[] arguments) throws IOException {
    try (LocalBroker broker = LocalBroker.start(BrokerSettings.in(Path.of(arguments[0])))) {
      System.err.println("broker on " + broker.bootstrapServers());
      System.out.println("%d".formatted(broker.pid()));
      System.in.read();
    }
  }
}
