package io.streamlake.lab.bench;

import io.streamlake.lab.Folders;
import io.streamlake.lab.bench.StreamLakeLanding.Place;
import io.streamlake.lab.broker.LocalBroker;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Starts a broker, fills a topic, and measures how fast each subject reads it, next to a bare poll
 * loop and a hand-written lander on the same machine at the same time. Quote the ratios: the
 * absolute numbers are the machine's. What a record costs the heap is told as well, in all and
 * above the bare loop.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark -DskipTests package
 * mvn -q -Pbenchmark -DskipTests package -Dbenchmark.records=1000000 -Dbenchmark.only=streamlake-loop
 * }</pre>
 *
 * <p>That runs it in a JVM with a heap of {@code benchmark.heap} (512 MiB), which all subjects
 * share; the broker has a process of its own.
 */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    description = "Measures consumers of one topic against plain Kafka loops.")
public final class Benchmark implements Callable<Integer> {

  /** Everything that can be measured; a new subject is one more line here. */
  private static final List<Subject> SUBJECTS =
      List.of(
          new StreamLakeLoop(),
          new KeyedLoop(),
          new StreamLakeLanding(Codec.NONE, Place.FOLDER),
          new StreamLakeLanding(Codec.ZSTD_3, Place.FOLDER),
          new StreamLakeLanding(Codec.ZSTD_3, Place.GCS),
          new StreamLakeLanding(Codec.GZIP_6, Place.FOLDER),
          new StreamLakeLanding(Codec.GZIP_6, Place.GCS),
          new HandWrittenLander(Codec.NONE),
          new HandWrittenLander(Codec.ZSTD_3),
          new HandWrittenLander(Codec.GZIP_6));

  @Option(
      names = "--records",
      defaultValue = "5000000",
      description = "How many records the topic holds (default: ${DEFAULT-VALUE}).")
  private long records;

  @Option(
      names = "--partitions",
      defaultValue = "12",
      description = "How many partitions it has (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--size",
      defaultValue = "200",
      description = "Bytes of a record's key and value (default: ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--only",
      split = ",",
      description = "Which subjects to measure, by name (default: all).")
  private List<String> only = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * Runs the benchmark and ends the process with its exit code.
   *
   * @param arguments as {@code --help} says
   */
  public static void main(String[] arguments) {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "io/streamlake/lab/bench/bench-logback.xml");
    }
    System.exit(new CommandLine(new Benchmark()).execute(arguments));
  }

  /**
   * Measures and prints the table.
   *
   * @return 0
   * @throws Exception when a subject fails
   */
  @Override
  public Integer call() throws Exception {
    PrintWriter output = spec.commandLine().getOut();
    List<Subject> subjects = chosen();
    BenchmarkTopic topic = new BenchmarkTopic(partitions, records, size);
    Path scratch = Files.createTempDirectory("streamlake-benchmark-");
    try (LocalBroker broker = LocalBroker.start()) {
      tell(output, "filling a topic with %,d records".formatted(records));
      Workload workload = topic.prepare(broker, scratch);
      List<Result> results = new Bench(workload, line -> tell(output, line)).measure(subjects);
      tell(output, "\n" + ResultTable.of(results));
    } finally {
      Folders.delete(scratch);
    }
    return 0;
  }

  private List<Subject> chosen() {
    List<String> names = SUBJECTS.stream().map(Subject::name).toList();
    List<String> wanted = only.stream().filter(name -> !name.isBlank()).toList();
    for (String name : wanted) {
      if (!names.contains(name)) {
        throw new ParameterException(
            spec.commandLine(), "--only: there is no subject " + name + ", but " + names);
      }
    }
    return SUBJECTS.stream()
        .filter(subject -> wanted.isEmpty() || wanted.contains(subject.name()))
        .toList();
  }

  private static void tell(PrintWriter output, String line) {
    output.println(line);
    output.flush();
  }
}
