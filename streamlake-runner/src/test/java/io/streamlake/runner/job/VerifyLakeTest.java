package io.streamlake.runner.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.ledger.ChainRoot;
import io.streamlake.gcs.ledger.FileEntry;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.LedgerJson;
import io.streamlake.runner.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyLakeTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void findsNothingInAnEmptyLake(@TempDir Path lake) {
    assertThat(verify(lake)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("0 partitions", "NOTHING FOUND");
  }

  @Test
  void reportsAsJson(@TempDir Path lake) {
    assertThat(verify(lake, "--json")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("{")
        .contains("\"dataset\":\"orders\"", "\"partitions\":[]");
  }

  @Test
  void failsOnDataWhoseClaimIsGone(@TempDir Path lake) throws Exception {
    Path folder = lake.resolve("orders/data/a/dt=2026-01-01/hour=00");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("a+00000+00000000000000000000.jsonl"), "{}\n");

    assertThat(verify(lake)).isEqualTo(10);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("gap a-0", "Bring back the claim", "FAILED");
  }

  @Test
  void reportsTheRestWhereTheFileSystemRefusesAnObject(@TempDir Path lake) throws Exception {
    TopicPartition longest = new TopicPartition("l".repeat(249), 0);
    claim(lake, longest, 5, 10);
    claim(lake, new TopicPartition("a", 0), 0, 3);

    assertThat(verify(lake)).isEqualTo(12);
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .anySatisfy(line -> assertThat(line).startsWith("a-0: offsets 0 to 2"))
        .anySatisfy(line -> assertThat(line).startsWith("incomplete a-0"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("unreadable " + longest + ": cannot be read: File name too long ("))
        .last()
        .asString()
        .startsWith("FAILED");
  }

  private static void claim(Path lake, TopicPartition partition, long from, long next)
      throws IOException {
    Layout layout = new Layout("orders");
    Instant created = Instant.parse("2026-01-01T00:00:00Z");
    String data = layout.dataObject(partition, from, "dt=2026-01-01/hour=00", "jsonl");
    long records = next - from;
    FileEntry file =
        new FileEntry(data, records, from, next - 1, 1, 1, 1, 1, "sha256:" + "0".repeat(64));
    LedgerEntry claim =
        new LedgerEntry(
            1,
            "c1",
            "k",
            partition.topic(),
            null,
            partition.partition(),
            from,
            next,
            "n",
            records,
            List.of(),
            List.of(),
            0,
            List.of(file),
            "jsonl",
            "none",
            "hour",
            "read_committed",
            "w",
            created);
    ChainRoot root = new ChainRoot(1, "k", null, "c1", from, "earliest", created);
    put(lake.resolve(layout.chainRoot(partition)), LedgerJson.write(root));
    put(lake.resolve(layout.entry(partition, from)), LedgerJson.write(claim));
    Files.createDirectories(lake.resolve(data.substring(0, data.lastIndexOf('/'))));
  }

  private static void put(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  @Test
  void needsTheRawZoneToBeThere(@TempDir Path lake) {
    assertThat(verify(lake.resolve("nowhere"))).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .hasLineCount(1)
        .contains("nowhere", "streamlake.raw-zone.location");
  }

  private int verify(Path lake, String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "verify";
    System.arraycopy(options, 0, arguments, 1, options.length);
    Map<String, String> environment =
        Map.of("STREAMLAKE_DATASET", "orders", "STREAMLAKE_RAW_ZONE_LOCATION", "file://" + lake);
    return Main.run(
        arguments,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment);
  }
}
