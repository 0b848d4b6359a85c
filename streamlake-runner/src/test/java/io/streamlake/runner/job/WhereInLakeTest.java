package io.streamlake.runner.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.ledger.ChainRoot;
import io.streamlake.gcs.ledger.FileEntry;
import io.streamlake.gcs.ledger.Hole;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.LedgerJson;
import io.streamlake.gcs.ledger.OffsetRange;
import io.streamlake.runner.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhereInLakeTest {
  private static final TopicPartition PARTITION = new TopicPartition("a", 0);
  private static final Layout LAYOUT = new Layout("orders");
  private static final Instant CREATED = Instant.parse("2026-11-23T17:00:00Z");
  private static final String DATA =
      LAYOUT.dataObject(PARTITION, 5, "dt=2026-11-23/hour=17", "jsonl");

  @TempDir private Path lake;
  private final Map<String, String> settings = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** Offsets 5 and 6 landed, 7 a dead letter, 8 a hole, 9 a marker. */
  @BeforeEach
  void land() throws IOException {
    ChainRoot root = new ChainRoot(1, "k", null, "c1", 5, "earliest", CREATED);
    FileEntry file = new FileEntry(DATA, 2, 5, 6, 1, 1, 1, 1, "sha256:" + "0".repeat(64));
    LedgerEntry claim =
        new LedgerEntry(
            1,
            "c1",
            "k",
            "a",
            null,
            0,
            5,
            10,
            "n",
            2,
            List.of(new OffsetRange(7, 7)),
            List.of(new Hole(8, 9, Hole.Reason.SKIPPED)),
            1,
            List.of(file),
            "jsonl",
            "none",
            "hour",
            "read_committed",
            "w",
            CREATED);
    put(LAYOUT.chainRoot(PARTITION), LedgerJson.write(root));
    put(LAYOUT.entry(PARTITION, 5), LedgerJson.write(claim));
    put(DATA, (line(5) + line(6)).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void namesObjectAndLine() {
    assertThat(where(6)).isZero();
    assertThat(text()).isEqualTo("a-0@6: file://" + lake + "/" + DATA + " line 2\n");
  }

  @Test
  void tellsWhatBecameOfARecordThatIsNotLanded() {
    assertThat(where(7)).isZero();
    assertThat(where(8)).isZero();
    assertThat(where(9)).isZero();
    assertThat(text().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("dead-lettered", "streamlake.orders.dlq"),
            line -> assertThat(line).contains("knowingly missing: skipped"),
            line -> assertThat(line).contains("absent", "only the log could prove"));
  }

  @Test
  void namesTheObjectThatKeepsADeadLetter() throws IOException {
    String letter = "orders/_dead_letters/a/00000/00000000000000000007+0123456789abcdef.jsonl";
    put(letter, line(7).getBytes(StandardCharsets.UTF_8));

    assertThat(where(7)).isZero();
    assertThat(where(7, "--json")).isZero();
    assertThat(text().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("a-0@7: dead-lettered: file://" + lake + "/" + letter + " (file:"),
            line ->
                assertThat(line)
                    .contains("\"object\":\"" + LAYOUT.entry(PARTITION, 5) + "\"")
                    .contains("\"letters\":[\"file://" + lake + "/" + letter + "\"]"));
  }

  @Test
  void saysThatALetterIsNotWhereTheSettingsSay() throws IOException {
    Path letters = Files.createDirectory(lake.resolve("letters"));
    settings.put("STREAMLAKE_DEAD_LETTERS_LOCATION", "file://" + letters);
    assertThat(where(7)).isZero();
    assertThat(text()).contains("dead-lettered: there is no letter of it in file://" + letters);

    Files.delete(letters);
    assertThat(where(7)).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("the location of dead letters");
  }

  @Test
  void tellsThatAClaimIsInFlight() throws IOException {
    Files.delete(lake.resolve(DATA));

    assertThat(where(5)).isZero();
    assertThat(text()).contains("in flight: claimed at 2026-11-23T17:00:00Z");
  }

  @Test
  void endsWith14OutsideTheChain() {
    assertThat(where(4)).isEqualTo(14);
    assertThat(where(10)).isEqualTo(14);
    assertThat(text()).contains("before the chain: the chain starts at 5", "beyond the tip");
  }

  @Test
  void endsWith3WhereTheLakeIsDamagedOrNotThere() throws IOException {
    put(DATA, new byte[] {'{'});
    assertThat(where(5)).isEqualTo(3);
    assertThat(text()).contains("unknown: cannot be decoded", "verify --deep");

    lake = lake.resolve("nowhere");
    assertThat(where(5)).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("nowhere");
  }

  @Test
  void namesNoObjectWhereNoClaimCoversAnOffset() throws IOException {
    Files.move(lake.resolve(LAYOUT.entry(PARTITION, 5)), lake.resolve(LAYOUT.entry(PARTITION, 10)));

    assertThat(where(6)).isEqualTo(3);
    assertThat(text())
        .isEqualTo(
            "a-0@6: unknown: no claim covers it, though later ones follow; verify --deep tells what"
                + " else is damaged\n");
  }

  @Test
  void endsWith3WhereOnlyTheRootIsMissing() throws IOException {
    Files.delete(lake.resolve(LAYOUT.chainRoot(PARTITION)));

    assertThat(where(5)).isEqualTo(3);
    assertThat(text()).contains("unknown: the root is missing", "chain.json", "verify --deep");
  }

  @Test
  void endsWith14WhereThereIsNoLedger() throws IOException {
    Files.delete(lake.resolve(LAYOUT.chainRoot(PARTITION)));
    Files.delete(lake.resolve(LAYOUT.entry(PARTITION, 5)));

    assertThat(where(5)).isEqualTo(14);
    assertThat(text()).contains("before the chain: the partition has no ledger");
  }

  @Test
  void answersProgramsInJson() {
    assertThat(where(5, "--json")).isZero();
    assertThat(text())
        .startsWith("{\"topic\":\"a\",\"partition\":0,\"offset\":5,\"fate\":\"LANDED\",")
        .contains("\"object\":\"" + DATA + "\",\"line\":1");
  }

  private void put(String name, byte[] bytes) throws IOException {
    Path file = lake.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private static String line(long offset) {
    return "{\"topic\":\"a\",\"partition\":0,\"offset\":"
        + offset
        + ",\"timestamp_ms\":1,\"timestamp_type\":\"CREATE_TIME\",\"key\":null,\"headers\":[],\"value\":null}\n";
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private int where(long offset, String... options) {
    String[] arguments = new String[4 + options.length];
    List<String> words = List.of("where", "a", "0", Long.toString(offset));
    words.toArray(arguments);
    System.arraycopy(options, 0, arguments, words.size(), options.length);
    return Main.run(
        arguments,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment());
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("STREAMLAKE_DATASET", "orders");
    environment.put("STREAMLAKE_RAW_ZONE_LOCATION", "file://" + lake);
    return environment;
  }
}
