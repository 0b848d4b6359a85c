package io.streamlake.lab.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Shows the data objects of a local raw zone. */
final class LakeTour {

  private final Path lake;
  private final PrintStream out;

  LakeTour(Path lake, PrintStream out) {
    this.lake = lake;
    this.out = out;
  }

  void show() {
    out.println();
    out.println("What landed in " + lake + ":");
    long total = 0;
    for (Path file : files()) {
      long records = count(file);
      total += records;
      out.printf("  %,7d records  %s%n", records, lake.relativize(file));
    }
    out.printf("  %,7d records in all%n", total);
  }

  /** A file to look into. */
  Path sample() {
    return files().get(0);
  }

  private List<Path> files() {
    try (Stream<Path> paths = Files.walk(lake)) {
      return paths.filter(path -> path.toString().endsWith(".jsonl.gz")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(lake + ": cannot be listed", e);
    }
  }

  private static long count(Path file) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().count();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read", e);
    }
  }
}
