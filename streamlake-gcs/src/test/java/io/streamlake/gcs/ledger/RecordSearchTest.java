package io.streamlake.gcs.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlake.gcs.ledger.Whereabouts.Fate;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import io.streamlake.gcs.store.InMemoryObjectStore.Operation;
import io.streamlake.gcs.store.NewObject;
import io.streamlake.gcs.store.StoreException;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordSearchTest {

  private final Lake lake = new Lake().root(5).segment(5, 20).segment(20, 30).segment(30, 33);

  @ParameterizedTest
  @CsvSource({"5,5,1", "19,5,15", "20,20,1", "29,20,10", "32,30,3"})
  void namesTheObjectAndTheLine(long offset, long from, long line) {
    Whereabouts found = find(offset);

    assertThat(found.fate()).isEqualTo(Fate.LANDED);
    assertThat(found.object()).isEqualTo(lake.dataName(from));
    assertThat(found.line()).isEqualTo(line);
  }

  @Property(tries = 20)
  void findsEveryOffsetOfALongChainInItsOwnClaim(@ForAll @LongRange(max = 9_999_999) long offset) {
    LongChain chain = new LongChain(1_000_000);
    long segment = offset / LongChain.RECORDS;

    ClaimSearch.Found found = new ClaimSearch(chain, chain.layout).find(Lake.PARTITION, 0, offset);

    assertThat(found.claim().orElseThrow().name()).isEqualTo(chain.entryName(segment));
    assertThat(chain.reads).hasValueLessThanOrEqualTo(2);
  }

  @Test
  void tellsWhatLiesOutsideTheChain() {
    assertThat(find(4).fate()).isEqualTo(Fate.BEFORE_CHAIN);
    assertThat(find(33).fate()).isEqualTo(Fate.BEYOND_TIP);
    assertThat(find(33).detail()).contains("33");
    assertThat(find(Long.MAX_VALUE).fate()).isEqualTo(Fate.BEYOND_TIP);
    assertThat(search().find(new TopicPartition("orders", 1), 7).fate()).isEqualTo(Fate.NO_CHAIN);
    assertThat(new RecordSearch(new Lake().root(7).store, lake.layout).find(Lake.PARTITION, 7))
        .extracting(Whereabouts::fate)
        .isEqualTo(Fate.BEYOND_TIP);
  }

  @Test
  void tellsDeadLettersHolesAndWhatTheLogDidNotDeliver() {
    accounted(40);

    assertThat(find(33).fate()).isEqualTo(Fate.DEAD_LETTERED);
    assertThat(find(35).fate()).isEqualTo(Fate.HOLE);
    assertThat(find(35).detail()).contains("retention");
    assertThat(find(36).fate()).isEqualTo(Fate.ABSENT); // trap 12
    assertThat(find(36).detail()).contains("only the log could prove");
    assertThat(find(36).object()).isEqualTo(lake.layout.entry(Lake.PARTITION, 33));
  }

  @Test
  void tellsWhatAnAmendmentCallsLost() {
    lake.amend(5, 20, 20).amend(20, 30, 27);

    assertThat(find(7).fate()).isEqualTo(Fate.HOLE);
    assertThat(find(26).fate()).isEqualTo(Fate.HOLE);
    assertThat(find(26).detail()).contains("retention");
    assertThat(find(27).line()).isEqualTo(1);
  }

  @Test
  void tellsOfWhatAnAmendmentCountsAsAbsentThoughItsWholeObjectIsMissing() {
    lake.amendWithoutHoles(20, 30);
    lake.store.remove(lake.dataName(5));

    assertThat(find(26).fate()).isEqualTo(Fate.ABSENT);
    assertThat(find(7).fate()).isEqualTo(Fate.UNKNOWN);
  }

  @Test
  void doesNotKnowWhatADamagedAmendmentSays() {
    String name = lake.layout.amendment(Lake.PARTITION, 20, 1);
    lake.amend(20, 30, 27).replace(name, "{".getBytes(UTF_8));

    assertThat(find(26).fate()).isEqualTo(Fate.UNKNOWN);
    assertThat(find(26).detail()).contains(name);
    assertThat(find(27).fate()).isEqualTo(Fate.LANDED);
  }

  @Test
  void takesAClaimWithoutItsObjectForInFlightOnlyAtTheTip() {
    lake.store.remove(lake.dataName(30));
    lake.store.remove(lake.dataName(20));

    assertThat(find(31).fate()).isEqualTo(Fate.IN_FLIGHT);
    assertThat(find(31).object()).isEqualTo(lake.dataName(30));
    assertThat(find(25).fate()).isEqualTo(Fate.UNKNOWN);
  }

  @Test
  void saysSoWhereLedgerOrDataAreDamaged() {
    lake.replace(lake.dataName(5), "damaged".getBytes(UTF_8));
    assertThat(find(7).fate()).isEqualTo(Fate.UNKNOWN);

    lake.replace(lake.dataName(5), lake.bytes(5, 8, 6));
    assertThat(find(9).detail()).contains("counts it as landed");

    lake.replace(lake.layout.entry(Lake.PARTITION, 20), new byte[0]);
    assertThat(find(25).object()).isEqualTo(lake.layout.entry(Lake.PARTITION, 20));

    lake.store.remove(lake.layout.entry(Lake.PARTITION, 20));
    assertThat(find(25).fate()).isEqualTo(Fate.UNKNOWN);
    assertThat(find(25).detail()).contains("no claim covers it");

    lake.replace(lake.layout.chainRoot(Lake.PARTITION), new byte[0]);
    assertThat(find(7).object()).isEqualTo(lake.layout.chainRoot(Lake.PARTITION));
  }

  @Test
  void tellsDamageWhereOnlyTheRootIsMissing() {
    String root = lake.layout.chainRoot(Lake.PARTITION);
    lake.store.remove(root);

    assertThat(List.of(find(7), find(40), find(0)))
        .allSatisfy(
            found -> {
              assertThat(found.fate()).isEqualTo(Fate.UNKNOWN);
              assertThat(found.object()).isEqualTo(root);
              assertThat(found.detail()).contains("the root is missing");
            });
  }

  @Test
  void saysSoWhereTheStoreRefusesADataObject() {
    lake.store.inject(
        (moment, call) -> {
          if (call.name().equals(lake.dataName(20))) {
            throw new StoreException(StoreException.Kind.UNUSABLE, "no such names here", null);
          }
        });

    assertThat(find(25).fate()).isEqualTo(Fate.UNKNOWN);
    assertThat(find(25).object()).isEqualTo(lake.dataName(20));
    assertThat(find(25).detail()).isEqualTo("cannot be read: no such names here");
    assertThat(find(7).fate()).isEqualTo(Fate.LANDED);
  }

  @Test
  void asksOnceMoreForARootThatWasMissing() {
    Lake young = new Lake();
    young.store.inject(
        (moment, call) -> {
          if (moment == Moment.AFTER && call.operation() == Operation.READ) {
            young.store.heal();
            young.root(5).segment(5, 20);
          }
        });

    assertThat(new RecordSearch(young.store, young.layout).find(Lake.PARTITION, 7).fate())
        .isEqualTo(Fate.LANDED);
  }

  @Test
  void takesNoUnansweredQuestionForAnAnswer() {
    lake.store.inject(
        (moment, call) -> {
          if (call.operation() == Operation.LIST) {
            throw new StoreException(StoreException.Kind.TRANSIENT, "no answer", null);
          }
        });

    assertThatThrownBy(() -> find(7)).isInstanceOf(StoreException.class).hasMessage("no answer");
    assertThatThrownBy(() -> find(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsProgramsTheSame() throws IOException {
    JsonNode landed = new ObjectMapper().readTree(find(20).toJson());
    JsonNode beyond = new ObjectMapper().readTree(find(33).toJson());

    assertThat(landed.get("fate").asText()).isEqualTo("LANDED");
    assertThat(landed.get("line").asLong()).isEqualTo(1);
    assertThat(beyond.get("object").isNull()).isTrue();
  }

  private void accounted(long next) {
    LedgerEntry entry =
        new LedgerEntry(
            1,
            "c1",
            "k",
            "orders",
            null,
            0,
            33,
            next,
            "n",
            0,
            List.of(new OffsetRange(33, 34)),
            List.of(new Hole(35, 36, Hole.Reason.RETENTION)),
            next - 36,
            List.of(),
            "jsonl",
            "gzip",
            "hour",
            "read_committed",
            "w",
            Lake.CLAIMED);
    lake.store.create(
        NewObject.json(lake.layout.entry(Lake.PARTITION, 33), LedgerJson.write(entry)));
  }

  private RecordSearch search() {
    return new RecordSearch(lake.store, lake.layout);
  }

  private Whereabouts find(long offset) {
    return search().find(Lake.PARTITION, offset);
  }
}
