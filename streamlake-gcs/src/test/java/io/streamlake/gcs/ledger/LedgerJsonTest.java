package io.streamlake.gcs.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerJsonTest {

  private static final String CONTENT =
      "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static final LedgerEntry ENTRY =
      new LedgerEntry(
          1,
          "c1",
          "cluster",
          "t",
          null,
          3,
          10,
          20,
          "n1",
          5,
          List.of(new OffsetRange(12, 13)),
          List.of(new Hole(15, 16, Hole.Reason.SKIPPED)),
          2,
          List.of(new FileEntry("orders/data/x", 5, 10, 19, -1, -1, 100, 0xe3069283, CONTENT)),
          "jsonl",
          "gzip",
          "hour",
          "read_committed",
          "host-1",
          Instant.parse("2026-11-23T17:00:00Z"));

  private static final String ENTRY_JSON =
      "{\"version\":1,\"chain\":\"c1\",\"cluster_id\":\"cluster\",\"topic\":\"t\",\"topic_id\":null,"
          + "\"partition\":3,\"from\":10,\"next\":20,\"nonce\":\"n1\",\"records\":5,"
          + "\"dead_letters\":[[12,13]],"
          + "\"holes\":[{\"from\":15,\"next\":16,\"reason\":\"skipped\"}],\"absent\":2,"
          + "\"files\":[{\"name\":\"orders/data/x\",\"records\":5,\"first_offset\":10,"
          + "\"last_offset\":19,\"min_timestamp_ms\":-1,\"max_timestamp_ms\":-1,\"bytes\":100,"
          + "\"crc32c\":\"4waSgw==\",\"content\":\""
          + CONTENT
          + "\"}],\"format\":\"jsonl\",\"compression\":\"gzip\",\"folders\":\"hour\","
          + "\"isolation_level\":\"read_committed\",\"writer\":\"host-1\","
          + "\"created_at\":\"2026-11-23T17:00:00Z\"}";

  @Test
  void writesTheContractsClaim() {
    assertThat(new String(LedgerJson.write(ENTRY), UTF_8)).isEqualTo(ENTRY_JSON);
  }

  @Test
  void readsBackAClaim() {
    assertThat(LedgerJson.readEntry("e", ENTRY_JSON.getBytes(UTF_8))).isEqualTo(ENTRY);
  }

  @Test
  void writesAndReadsTheContractsRoot() {
    ChainRoot root =
        new ChainRoot(1, null, "id", "c1", 5, "earliest", Instant.parse("2026-11-23T17:00:00Z"));

    byte[] json = LedgerJson.write(root);

    assertThat(new String(json, UTF_8))
        .isEqualTo(
            "{\"version\":1,\"cluster_id\":null,\"topic_id\":\"id\",\"chain\":\"c1\",\"from\":5,"
                + "\"policy\":\"earliest\",\"created_at\":\"2026-11-23T17:00:00Z\"}");
    assertThat(LedgerJson.readRoot("r", json)).isEqualTo(root);
  }

  @Test
  void ignoresFieldsOfLaterReleases() {
    String later = ENTRY_JSON.replace("\"nonce\":", "\"later\":{\"a\":[1]},\"nonce\":");

    assertThat(LedgerJson.readEntry("e", later.getBytes(UTF_8))).isEqualTo(ENTRY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "{\"version\":2}",
        "\"text\"",
      })
  void namesTheObjectThatIsCorrupt(String json) {
    assertThatThrownBy(() -> LedgerJson.readEntry("the/name.json", json.getBytes(UTF_8)))
        .isInstanceOf(CorruptLedgerException.class)
        .hasMessageStartingWith("the/name.json: ")
        .message()
        .doesNotContain("io.streamlake", "java.", "null:", "Exception");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` |e: is empty",
        "{ |e: is no JSON at line 1, column 2",
        "[] |e: is not the one JSON object that it must be",
        "{} |e: version is missing, or not what it must be",
        "{\"version\":2} |e: is of version 2, of which this release knows nothing: a later one"
            + " wrote it",
      })
  void saysWhatIsWrongWithoutTheNamesOfClasses(String json, String message) {
    assertThatThrownBy(() -> LedgerJson.readEntry("e", json.strip().getBytes(UTF_8)))
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"absent\":2|\"absent\":3",
        "\"records\":5,\"dead|\"records\":6,\"dead",
        "\"next\":20|\"next\":21",
        "[[12,13]]|[[9,10]]",
        "[[12,13]]|[[13,13],[12,12]]",
        "\"next\":16|\"next\":21",
        "4waSgw==|4waS",
        "\"version\":1|\"version\":2",
        "\"partition\":3|\"partition\":null",
        "\"format\":\"jsonl\"|\"format\":null",
        "2026-11-23T17|2026-99-23T17",
        "sha256:e3|md5:e3",
      })
  void refusesAClaimWhoseAccountOrFieldsAreWrong(String intact, String damage) {
    String damaged = ENTRY_JSON.replace(intact, damage);

    assertThat(damaged).isNotEqualTo(ENTRY_JSON);
    assertThatThrownBy(() -> LedgerJson.readEntry("e", damaged.getBytes(UTF_8)))
        .isInstanceOf(CorruptLedgerException.class)
        .message()
        .doesNotContain("io.streamlake", "java.", "Exception");
  }

  @Test
  void knowsWhichOffsetsAreNotToBeLanded() {
    assertThat(java.util.stream.LongStream.range(10, 20).filter(ENTRY::isExcluded))
        .containsExactly(12L, 13L, 15L);
  }
}
