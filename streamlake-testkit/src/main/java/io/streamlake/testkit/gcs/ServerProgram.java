package io.streamlake.testkit.gcs;

import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** The server as a program of its own: its arguments, once they are understood. */
final class ServerProgram {

  private static final String USAGE =
      "Usage: GcsServer [--port N] [--address A] [--bucket NAME]... [--discard-bodies]"
          + " [--faults PROBABILITY] [--seed N]";

  private final GcsServer.Builder builder = GcsServer.builder();
  private double faults;
  private long seed;

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
  static ServerProgram parse(List<String> arguments) {
    ServerProgram program = new ServerProgram();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      program.take(rest.next(), rest);
    }
    return program;
  }

  private void take(String name, Iterator<String> rest) {
    switch (name) {
      case "--port" -> builder.port(port(name, rest));
      case "--address" -> builder.address(value(name, rest));
      case "--bucket" -> builder.bucket(value(name, rest));
      case "--discard-bodies" -> builder.discardBodies();
      case "--faults" -> faults = probability(name, rest);
      case "--seed" -> seed = number(name, rest, Long::parseLong);
      default -> throw new IllegalArgumentException("Unknown argument " + name + ". " + USAGE);
    }
  }

  GcsServer start() {
    GcsServer server = builder.start();
    if (faults > 0) {
      server.faults().chaos(faults, seed);
    }
    return server;
  }

  private static int port(String name, Iterator<String> rest) {
    int port = number(name, rest, Integer::parseInt);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(name + " is not a port: " + port + ". " + USAGE);
    }
    return port;
  }

  private static double probability(String name, Iterator<String> rest) {
    double probability = number(name, rest, Double::parseDouble);
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          name + " is not within 0 and 1: " + probability + ". " + USAGE);
    }
    return probability;
  }

  private static <N> N number(String name, Iterator<String> rest, Function<String, N> parse) {
    String text = value(name, rest);
    try {
      return parse.apply(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is not a number: " + text + ". " + USAGE, e);
    }
  }

  private static String value(String name, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(name + " needs a value. " + USAGE);
    }
    return rest.next();
  }
}
