package io.streamlake.core.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.DeadLetter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

final class DeadLetterHeadersTest {

  private static final Instant FAILED_AT = Instant.parse("2026-11-01T12:34:56.789Z");

  private final RecordHeaders original = new RecordHeaders();

  @Example
  void sayWhatWentWrongInTheContractsWordsAndOrder() {
    Headers headers = headers("orders", 3, 4711, new IOException("no such field"));

    assertThat(Arrays.stream(headers.toArray()).map(Header::key))
        .containsExactly(
            "consumer_failed_at",
            "consumer_error",
            "consumer_error_class",
            "consumer_error_stacktrace",
            "consumer_stage",
            "consumer_attempts",
            "consumer_group",
            "consumer_source_topic",
            "consumer_source_partition",
            "consumer_source_offset",
            "consumer_source_timestamp",
            "consumer_source_timestamp_type");
    assertThat(text(headers, "consumer_failed_at")).isEqualTo("2026-11-01T12:34:56.789Z");
    assertThat(text(headers, "consumer_error")).isEqualTo("no such field");
    assertThat(text(headers, "consumer_error_class")).isEqualTo("java.io.IOException");
    assertThat(text(headers, "consumer_error_stacktrace"))
        .startsWith("java.io.IOException: no such field")
        .contains(DeadLetterHeadersTest.class.getName());
    assertThat(text(headers, "consumer_stage")).isEqualTo("validate");
    assertThat(text(headers, "consumer_attempts")).isEqualTo("5");
    assertThat(text(headers, "consumer_group")).isEqualTo("streamlake-consumer-orders");
    assertThat(text(headers, "consumer_source_topic")).isEqualTo("orders");
    assertThat(text(headers, "consumer_source_partition")).isEqualTo("3");
    assertThat(text(headers, "consumer_source_offset")).isEqualTo("4711");
    assertThat(text(headers, "consumer_source_timestamp")).isEqualTo("1700000000000");
    assertThat(text(headers, "consumer_source_timestamp_type")).isEqualTo("CREATE_TIME");
  }

  @Example // traps 17 and 38
  void keepTheOriginalsInOrderWithDuplicatesNullsAndEmptyValues() {
    original.add("b", bytes("1")).add("a", null).add("b", bytes("2")).add("c", new byte[0]);

    Header[] headers = headers("orders", 3, 4711, new IOException()).toArray();

    assertThat(Arrays.stream(headers).limit(4).map(Header::key))
        .containsExactly("b", "a", "b", "c");
    assertThat(headers[0].value()).isEqualTo(bytes("1"));
    assertThat(headers[1].value()).isNull();
    assertThat(headers[2].value()).isEqualTo(bytes("2"));
    assertThat(headers[3].value()).isEmpty();
    assertThat(headers[4].key()).isEqualTo("consumer_failed_at");
  }

  @Example
  void keepAHeaderThatOnlyLooksLikeAnOwnOne() {
    original.add("consumer_id", bytes("mine")).add("CONSUMER_ERROR", bytes("mine, too"));

    Headers headers = headers("orders", 3, 4711, new IOException());

    assertThat(text(headers, "consumer_id")).isEqualTo("mine");
    assertThat(text(headers, "CONSUMER_ERROR")).isEqualTo("mine, too");
  }

  @Example // trap 16
  void replaceThoseOfEarlierHopsAndKeepTheFirstSourceAsTheOrigin() {
    original.add("trace", bytes("t"));
    Headers first = headers("orders", 3, 4711, new IOException("first"));
    Headers second = headersOf(first, "orders.dlq", 1, 7, new IOException("second"));
    Headers third = headersOf(second, "orders.dlq2", 0, 9, new IOException("third"));

    assertThat(Arrays.stream(third.toArray()).map(Header::key)).doesNotHaveDuplicates();
    assertThat(third.toArray()).hasSameSizeAs(second.toArray());
    assertThat(text(third, "trace")).isEqualTo("t");
    assertThat(text(third, "consumer_error")).isEqualTo("third");
    assertThat(text(third, "consumer_source_topic")).isEqualTo("orders.dlq2");
    assertThat(text(third, "consumer_source_offset")).isEqualTo("9");
    for (Headers later : List.of(second, third)) {
      assertThat(text(later, "consumer_origin_topic")).isEqualTo("orders");
      assertThat(text(later, "consumer_origin_partition")).isEqualTo("3");
      assertThat(text(later, "consumer_origin_offset")).isEqualTo("4711");
    }
  }

  @Example // trap 17
  void keepTheClaimCheckOfAnEarlierHop() {
    original.add("consumer_claim_check", bytes("gs://lake/old")).add("trace", bytes("t"));

    Headers headers = headers("orders.dlq", 1, 7, new IOException("second"));

    assertThat(Arrays.stream(headers.toArray()).map(Header::key)).doesNotHaveDuplicates();
    assertThat(text(headers, "consumer_claim_check")).isEqualTo("gs://lake/old");
    assertThat(headers.toArray()[0].key()).isEqualTo("trace");
  }

  @Example
  void canBeTakenOffALetterAgain() {
    original.add("b", bytes("1")).add("a", null).add("b", bytes("2"));
    Headers letter = headers("orders", 3, 4711, new IOException());

    assertThat(DeadLetterHeaders.originals(letter).toArray()).isEqualTo(original.toArray());
  }

  @Example
  void haveNoOriginOnTheFirstHop() {
    assertThat(headers("orders", 3, 4711, new IOException()).lastHeader("consumer_origin_topic"))
        .isNull();
  }

  @Example // trap 16
  void capMessageAndStackTrace() {
    Headers headers = headers("orders", 3, 4711, new IOException("é".repeat(20_000)));

    assertThat(headers.lastHeader("consumer_error").value()).hasSize(1 << 10);
    assertThat(headers.lastHeader("consumer_error_stacktrace").value().length)
        .isBetween((8 << 10) - 1, 8 << 10);
    assertThat(text(headers, "consumer_error")).isEqualTo("é".repeat(512));
  }

  @Example
  void standACauseChainThatBitesItsTail() {
    IOException head = new IOException("head");
    head.initCause(new IOException("tail", head));

    assertThat(text(headers("orders", 3, 4711, head), "consumer_error")).isEqualTo("head");
  }

  @Property(tries = 300)
  void cappedTextIsTheLongestBeginningThatFits(
      @ForAll String any, @ForAll @IntRange(min = 1, max = 40) int maxBytes) {
    // what UTF-8 cannot say becomes a question mark
    String text = new String(bytes(any), StandardCharsets.UTF_8);

    String capped = DeadLetterHeaders.capped(any, maxBytes);

    assertThat(text).startsWith(capped);
    assertThat(bytes(capped)).hasSizeLessThanOrEqualTo(maxBytes);
    if (capped.length() < text.length()) {
      int next = text.offsetByCodePoints(capped.length(), 1);
      assertThat(bytes(text.substring(0, next))).hasSizeGreaterThan(maxBytes);
    }
  }

  @Example
  void neverCutsWithinACharacter() {
    assertThat(DeadLetterHeaders.capped("a😀", 4)).isEqualTo("a");
    assertThat(DeadLetterHeaders.capped("a😀", 5)).isEqualTo("a😀");
  }

  private Headers headers(String topic, int partition, long offset, Exception error) {
    return headersOf(original, topic, partition, offset, error);
  }

  private static Headers headersOf(
      Headers headers, String topic, int partition, long offset, Exception error) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            topic,
            partition,
            offset,
            1_700_000_000_000L,
            TimestampType.CREATE_TIME,
            -1,
            -1,
            null,
            null,
            headers,
            Optional.empty());
    return DeadLetterHeaders.of(
        new DeadLetter(record, error, "validate", 5, FAILED_AT, "streamlake-consumer-orders"));
  }

  private static String text(Headers headers, String key) {
    return new String(headers.lastHeader(key).value(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
