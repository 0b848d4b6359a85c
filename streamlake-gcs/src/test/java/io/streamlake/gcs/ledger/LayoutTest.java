package io.streamlake.gcs.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlake.gcs.ledger.Layout.DataName;
import io.streamlake.gcs.ledger.Layout.LedgerName;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.OptionalInt;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.common.TopicPartition;

class LayoutTest {

  private static final Layout LAYOUT = new Layout("orders");
  private static final TopicPartition PARTITION = new TopicPartition("t.a-b_c", 3);

  @Example
  void namesObjectsAsTheContractDoes() {
    assertThat(LAYOUT.dataObject(PARTITION, 42, "dt=2026-11-23/hour=17", "jsonl.gz"))
        .isEqualTo(
            "orders/data/t.a-b_c/dt=2026-11-23/hour=17/t.a-b_c+00003+00000000000000000042.jsonl.gz");
    assertThat(LAYOUT.chainRoot(PARTITION)).isEqualTo("orders/_ledger/t.a-b_c/00003/chain.json");
    assertThat(LAYOUT.entry(PARTITION, 42))
        .isEqualTo("orders/_ledger/t.a-b_c/00003/00000000000000000042.json");
    assertThat(LAYOUT.amendment(PARTITION, 42, 2))
        .isEqualTo("orders/_ledger/t.a-b_c/00003/00000000000000000042.a2.json");
  }

  @Example
  void hasNoFolderLevelWithoutFolders() {
    assertThat(LAYOUT.dataObject(PARTITION, 0, Folders.NONE.path(0), "jsonl"))
        .isEqualTo("orders/data/t.a-b_c/t.a-b_c+00003+00000000000000000000.jsonl");
  }

  @Example
  void sendsRecordsWithoutTimestampOrOutsideTheCenturyToHivesDefault() {
    long beforeAll = Instant.parse("1999-12-31T23:59:59.999Z").toEpochMilli();
    long afterAll = Instant.parse("2101-01-01T00:00:00Z").toEpochMilli();

    // trap 38
    for (long timestamp : new long[] {-1, 0, beforeAll, afterAll, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(Folders.HOUR.path(Folders.HOUR.slot(timestamp)))
          .isEqualTo("dt=__HIVE_DEFAULT_PARTITION__/hour=__HIVE_DEFAULT_PARTITION__");
      assertThat(Folders.DAY.path(Folders.DAY.slot(timestamp)))
          .isEqualTo("dt=__HIVE_DEFAULT_PARTITION__");
    }
    assertThat(Folders.HOUR.slot(beforeAll + 1)).isNotEqualTo(Folders.DEFAULT_SLOT);
    assertThat(Folders.HOUR.slot(afterAll - 1)).isNotEqualTo(Folders.DEFAULT_SLOT);
  }

  @Example
  void refusesNamesThatKafkaOrTheContractDoNotHave() {
    assertThatThrownBy(() -> new Layout("Orders")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LAYOUT.ledgerPrefix("a/b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LAYOUT.entry(PARTITION, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Example
  void readsNoForeignNames() {
    assertThat(LAYOUT.parseLedger("orders/_ledger/t/00003/notes.txt")).isEmpty();
    assertThat(LAYOUT.parseLedger("orders/_ledger/t/00003/00000000000000000042.a0.json")).isEmpty();
    assertThat(LAYOUT.parseLedger("orders/_ledger/t/00003/99999999999999999999.json")).isEmpty();
    assertThat(LAYOUT.parseLedger("orders/_ledger/t/0000000003/chain.json")).isEmpty();
    assertThat(LAYOUT.parseLedger("other/_ledger/t/00003/chain.json")).isEmpty();
    assertThat(LAYOUT.parseData("orders/data/t/u+00003+00000000000000000042.jsonl")).isEmpty();
    assertThat(LAYOUT.parseData("orders/data/t/_SUCCESS")).isEmpty();
  }

  @Property
  void readsBackEveryDataName(
      @ForAll("partitions") TopicPartition partition,
      @ForAll @LongRange(min = 0) long from,
      @ForAll Folders folders,
      @ForAll long timestamp) {
    String folder = folders.path(folders.slot(timestamp));

    assertThat(LAYOUT.parseData(LAYOUT.dataObject(partition, from, folder, "jsonl.gz")))
        .hasValue(new DataName(partition, from, folder, "jsonl.gz"));
  }

  @Property
  void readsBackEveryLedgerName(
      @ForAll("partitions") TopicPartition partition,
      @ForAll @LongRange(min = 0) long from,
      @ForAll @IntRange(min = 1, max = 999_999_999) int number) {
    assertThat(LAYOUT.parseLedger(LAYOUT.chainRoot(partition)))
        .hasValueSatisfying(name -> assertThat(name.isRoot()).isTrue());
    assertThat(LAYOUT.parseLedger(LAYOUT.entry(partition, from)))
        .hasValue(new LedgerName(partition, from, OptionalInt.empty()));
    assertThat(LAYOUT.parseLedger(LAYOUT.amendment(partition, from, number)))
        .hasValue(new LedgerName(partition, from, OptionalInt.of(number)));
  }

  @Property
  void sortsNamesAsTheirOffsets(
      @ForAll @LongRange(min = 0) long one, @ForAll @LongRange(min = 0) long other) {
    assertThat(
            Integer.signum(LAYOUT.entry(PARTITION, one).compareTo(LAYOUT.entry(PARTITION, other))))
        .isEqualTo(Long.compare(one, other));
  }

  @Property
  void foldersAreTheUtcHourAndDay(
      @ForAll @LongRange(min = 946_684_800_000L, max = 4_133_980_799_999L) long timestamp) {
    // trap 41
    OffsetDateTime time = Instant.ofEpochMilli(timestamp).atOffset(ZoneOffset.UTC);
    String day = "dt=" + time.toLocalDate();

    assertThat(Folders.DAY.path(Folders.DAY.slot(timestamp))).isEqualTo(day);
    assertThat(Folders.HOUR.path(Folders.HOUR.slot(timestamp)))
        .isEqualTo(day + "/hour=%02d".formatted(time.getHour()));
  }

  @Example
  void tellsTheHoursApartThatLocalClocksShowTwiceOrNever() { // trap 41
    assertThat(ZoneId.systemDefault().getRules().isFixedOffset())
        .as("these tests need a zone with daylight saving: -Duser.timezone=Europe/Berlin")
        .isFalse();

    assertThat(Stream.of("2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z").map(LayoutTest::hour))
        .containsExactly("dt=2026-03-29/hour=00", "dt=2026-03-29/hour=01");
    assertThat(Stream.of("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z").map(LayoutTest::hour))
        .containsExactly("dt=2026-10-25/hour=00", "dt=2026-10-25/hour=01");
  }

  private static String hour(String instant) {
    return Folders.HOUR.path(Folders.HOUR.slot(Instant.parse(instant).toEpochMilli()));
  }

  @Provide
  Arbitrary<TopicPartition> partitions() {
    Arbitrary<String> topics =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withCharRange('0', '9')
            .withChars("._-")
            .ofMinLength(1)
            .ofMaxLength(40)
            .filter(topic -> !topic.equals(".") && !topic.equals(".."));
    return Combinators.combine(topics, Arbitraries.integers().greaterOrEqual(0))
        .as(TopicPartition::new);
  }
}
