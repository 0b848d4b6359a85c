package io.streamlake.gcs.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.deadletter.DeadLetterHeaders;
import io.streamlake.gcs.format.AnyRecords;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.store.Content;
import io.streamlake.gcs.store.NewObject;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

class LetterObjectPropertyTest {

  private static final LetterNames NAMES = new LetterNames(new Layout("shop"));
  private static final TopicPartition P3 = new TopicPartition("orders", 3);

  @Provide
  Arbitrary<ConsumerRecord<byte[], byte[]>> records() {
    return AnyRecords.records();
  }

  @Property(tries = 300) // traps 17, 38 and 40
  void givesBackTheRecordByteForByteAndSaysWhatWentWrong(
      @ForAll("records") ConsumerRecord<byte[], byte[]> record) {
    DeadLetter letter = Letters.of(record, 2);

    ConsumerRecord<byte[], byte[]> kept =
        Letters.read(bytes(LetterObject.of(NAMES, letter))).get(0);

    assertThat(kept.headers().toArray()).isEqualTo(DeadLetterHeaders.of(letter).toArray());
    Headers originals = DeadLetterHeaders.originals(kept.headers());
    assertThat(AnyRecords.describe(with(originals, kept))).isEqualTo(AnyRecords.describe(record));
  }

  @Property(tries = 300)
  void isNamedByItsRecordWhateverWentWrong(
      @ForAll("records") ConsumerRecord<byte[], byte[]> record,
      @ForAll @IntRange(min = 1, max = 9) int attempts) {
    NewObject first = LetterObject.of(NAMES, Letters.of(record, 10));
    DeadLetter again = Letters.of(record, attempts);

    assertThat(LetterObject.of(NAMES, again).name()).isEqualTo(first.name());
    assertThat(bytes(LetterObject.of(NAMES, again))).isNotEqualTo(bytes(first));
    assertThat(LetterObject.holds(bytes(first), again)).isTrue();
  }

  @Property(tries = 300) // trap 45
  void isKeptApartFromAnyOtherRecordOfItsOffset(
      @ForAll("records") ConsumerRecord<byte[], byte[]> record,
      @ForAll("records") ConsumerRecord<byte[], byte[]> another) {
    DeadLetter letter = Letters.of(inPlace(record), 1);
    DeadLetter other = Letters.of(inPlace(another), 1);
    Assume.that(!AnyRecords.describe(letter.record()).equals(AnyRecords.describe(other.record())));

    NewObject object = LetterObject.of(NAMES, letter);

    assertThat(LetterObject.of(NAMES, other).name()).isNotEqualTo(object.name());
    assertThat(LetterObject.holds(bytes(object), other)).isFalse();
  }

  @Property
  void isFoundByItsOffsetAndSortsByIt(
      @ForAll @LongRange(min = 0) long offset, @ForAll @LongRange(min = 0) long other) {
    String hash = "0123456789abcdef".repeat(4);

    assertThat(NAMES.of(P3, offset, hash).startsWith(NAMES.prefix(P3, other)))
        .isEqualTo(offset == other);
    assertThat(Integer.signum(NAMES.of(P3, offset, hash).compareTo(NAMES.of(P3, other, hash))))
        .isEqualTo(Long.compare(offset, other));
  }

  @Example
  void liesWhereTheContractSays() {
    NewObject object = LetterObject.of(NAMES, Letters.of(42, "poison"));

    assertThat(object.name())
        .matches("shop/_dead_letters/orders/00003/00000000000000000042\\+[0-9a-f]{16}\\.jsonl");
    assertThat(object.contentType()).isEqualTo("application/x-ndjson");
    assertThat(object.metadata())
        .containsEntry("streamlake-topic", "orders")
        .containsEntry("streamlake-from", "42")
        .containsEntry("streamlake-next", "43")
        .containsEntry("streamlake-records", "1")
        .containsKey("streamlake-content");
  }

  @Example // trap 16
  void ofAnEarlierHopIsTheSameThoughItsOwnHeadersAreReplaced() {
    ConsumerRecord<byte[], byte[]> hopped =
        with(DeadLetterHeaders.of(Letters.of(7, "poison")), Letters.record(9, new byte[] {1}));

    NewObject first = LetterObject.of(NAMES, Letters.of(hopped, 1));

    assertThat(LetterObject.holds(bytes(first), Letters.of(hopped, 2))).isTrue();
    ConsumerRecord<byte[], byte[]> kept = Letters.read(bytes(first)).get(0);
    assertThat(Letters.text(kept, "consumer_origin_offset")).isEqualTo("7");
    assertThat(kept.headers().headers("consumer_error")).hasSize(1);
  }

  @Example
  void isNotWhatCannotBeRead() {
    DeadLetter letter = Letters.of(1, "poison");

    assertThat(LetterObject.holds("{\"topic\":".getBytes(UTF_8), letter)).isFalse();
    assertThat(LetterObject.holds(new byte[0], letter)).isFalse();
  }

  private static ConsumerRecord<byte[], byte[]> inPlace(ConsumerRecord<byte[], byte[]> record) {
    ConsumerRecord<byte[], byte[]> moved = Letters.record(42, new byte[0]);
    return new ConsumerRecord<>(
        moved.topic(),
        moved.partition(),
        moved.offset(),
        record.timestamp(),
        record.timestampType(),
        0,
        0,
        record.key(),
        record.value(),
        record.headers(),
        Optional.empty());
  }

  private static ConsumerRecord<byte[], byte[]> with(
      Headers headers, ConsumerRecord<byte[], byte[]> record) {
    return new ConsumerRecord<>(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.timestampType(),
        0,
        0,
        record.key(),
        record.value(),
        new RecordHeaders(headers),
        Optional.empty());
  }

  private static byte[] bytes(NewObject object) {
    return ((Content.Bytes) object.content()).body();
  }
}
