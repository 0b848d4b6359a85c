package io.streamlake.testkit.gcs;

import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The server as a program of its own. */
final class ServerProgram {

  private static final String USAGE =
      "Usage: GcsServer [--port N] [--address A] [--bucket NAME]... [--discard-bodies]";

  private ServerProgram() {}

  static void run(List<String> arguments) throws InterruptedException {
    GcsServer server = startOrExit(arguments);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "streamlake-gcs-server-close"));
    System.out.println(server.uri());
    new CountDownLatch(1).await();
  }

  private static GcsServer startOrExit(List<String> arguments) {
    try {
      return parse(arguments).start();
    } catch (IllegalArgumentException | UncheckedIOException e) {
      System.err.println(e.getMessage());
      System.exit(e instanceof UncheckedIOException ? 3 : 2);
      throw e;
    }
  }

  /** What the arguments ask for; throws {@link IllegalArgumentException} that says how to ask. */
  static GcsServer.Builder parse(List<String> arguments) {
    GcsServer.Builder builder = GcsServer.builder();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String name = rest.next();
      switch (name) {
        case "--port" -> builder.port(port(value(name, rest)));
        case "--address" -> builder.address(value(name, rest));
        case "--bucket" -> builder.bucket(value(name, rest));
        case "--discard-bodies" -> builder.discardBodies();
        default -> throw new IllegalArgumentException("Unknown argument " + name + ". " + USAGE);
      }
    }
    return builder;
  }

  private static String value(String name, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(name + " needs a value. " + USAGE);
    }
    return rest.next();
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--port is not a number: " + text + ". " + USAGE, e);
    }
    throw new IllegalArgumentException("--port is not a port: " + text + ". " + USAGE);
  }
}
