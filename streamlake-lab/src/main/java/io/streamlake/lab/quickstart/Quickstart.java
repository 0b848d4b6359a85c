package io.streamlake.lab.quickstart;

import io.streamlake.lab.Folders;
import io.streamlake.lab.broker.LocalBroker;
import io.streamlake.lab.data.OrderSamples;
import io.streamlake.runner.Main;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts a real broker, produces orders of which some are not JSON, lands them in a local directory
 * with the runner, and shows what landed where, what was dead-lettered and why, and what {@code
 * verify} says.
 */
public final class Quickstart {

  private static final String TOPIC = "streamlake.orders.raw";
  private static final String DEAD_LETTERS = "streamlake.orders.dlq";
  private static final int PARTITIONS = 3;
  private static final int ORDERS = 10_000;
  private static final int POISON_EVERY = 2_000;

  private final Path lake;
  private final PrintStream out;

  private Quickstart(Path lake, PrintStream out) {
    this.lake = lake;
    this.out = out;
  }

  /**
   * Runs the quickstart.
   *
   * @param arguments one: the directory of the raw zone, emptied at the start
   * @throws IOException if the directory cannot be used
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("say where the raw zone shall be: one directory");
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    int code = new Quickstart(Path.of(arguments[0]).toAbsolutePath().normalize(), out).run();
    if (code != 0) {
      throw new IllegalStateException("the quickstart failed with exit code " + code);
    }
  }

  private int run() throws IOException {
    Files.createDirectories(lake);
    Folders.empty(lake);
    say("Starting a Kafka broker (a real one, as a child process)…");
    try (LocalBroker broker = LocalBroker.start()) {
      broker.createTopic(TOPIC, PARTITIONS, Map.of());
      broker.createTopic(DEAD_LETTERS, 1, Map.of());
      say("Producing " + ORDERS + " orders to " + TOPIC + ", some of which are not JSON…");
      produce(broker);
      say("Landing them: streamlake-runner run --until-caught-up");
      int landed = runner(broker, "run", "--until-caught-up");
      if (landed != 0) {
        return landed;
      }
      new LakeTour(lake, out).show();
      new DeadLetterTour(broker.clientConfig(), DEAD_LETTERS, out).show();
      say("Verifying: streamlake-runner verify --deep");
      int verified = runner(broker, "verify", "--deep");
      say("Look for yourself: zcat " + new LakeTour(lake, out).sample() + " | head -1");
      return verified;
    }
  }

  private static void produce(LocalBroker broker) {
    Duration span = Duration.ofMinutes(150);
    Instant from = Instant.now().minus(span).truncatedTo(ChronoUnit.MINUTES);
    new OrderSamples(from, span, POISON_EVERY).produce(broker.clientConfig(), TOPIC, ORDERS);
  }

  private int runner(LocalBroker broker, String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    Map<String, String> settings =
        Map.of(
            "streamlake.dataset",
            "orders",
            "streamlake.topics",
            TOPIC,
            "streamlake.kafka.bootstrap.servers",
            broker.bootstrapServers(),
            "streamlake.raw-zone.location",
            lake.toUri().toString().replaceFirst("/$", ""));
    settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    return Main.run(arguments.toArray(String[]::new), out, System.err, Map.of());
  }

  private void say(String line) {
    out.println();
    out.println("== " + line);
  }
}
