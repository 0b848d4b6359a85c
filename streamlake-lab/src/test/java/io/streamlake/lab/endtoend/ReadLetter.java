package io.streamlake.lab.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.lab.data.RawContent;
import io.streamlake.lab.data.RawHeader;
import io.streamlake.lab.data.RecordPlace;
import io.streamlake.lab.data.RecordStamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One dead letter as its topic holds it.
 *
 * @param letter with the original's headers only
 * @param told the headers that tell what went wrong, in their order
 */
record ReadLetter(RawContent letter, Map<String, String> told) {

  private static final List<String> NAMES =
      List.of(
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

  /** Parts the original's headers, which come first, from those that were added. */
  static ReadLetter of(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
    RawContent content = RawContent.of(record);
    List<RawHeader> headers = content.headers();
    int first = 0;
    while (first < headers.size() && !headers.get(first).key().equals(NAMES.get(0))) {
      first++;
    }
    Map<String, String> told = new LinkedHashMap<>();
    for (RawHeader header : headers.subList(first, headers.size())) {
      byte[] value = header.value();
      told.put(header.key(), value == null ? "(null)" : new String(value, UTF_8));
    }
    RawContent original =
        new RawContent(content.stamp(), content.key(), content.value(), headers.subList(0, first));
    return new ReadLetter(original, told);
  }

  /** Where the original stands. */
  RecordPlace source() {
    return new RecordPlace(
        text("consumer_source_topic"),
        Integer.parseInt(text("consumer_source_partition")),
        Long.parseLong(text("consumer_source_offset")));
  }

  /**
   * What the original consisted of; the topic keeps its timestamp, but for one that no producer can
   * send.
   */
  RawContent original() {
    RecordStamp stamp =
        new RecordStamp(
            Long.parseLong(text("consumer_source_timestamp")),
            text("consumer_source_timestamp_type"));
    if (stamp.milliseconds() >= 0) {
      assertThat(letter.stamp()).as(source().toString()).isEqualTo(stamp);
    }
    return new RawContent(stamp, letter.key(), letter.value(), letter.headers());
  }

  /** Fails unless it tells what a validation's letter has to. */
  void tells(String group) {
    assertThat(told.keySet()).containsExactlyElementsOf(NAMES);
    assertThat(Instant.parse(text("consumer_failed_at"))).isBefore(Instant.now());
    assertThat(text("consumer_stage")).isEqualTo("validate");
    assertThat(text("consumer_attempts")).isEqualTo("1");
    assertThat(text("consumer_group")).isEqualTo(group);
    assertThat(text("consumer_error")).isNotBlank();
    assertThat(text("consumer_error_stacktrace")).contains(text("consumer_error_class"));
  }

  private String text(String name) {
    String text = told.get(name);
    if (text == null) {
      throw new AssertionError("a dead letter lacks " + name + " among " + told.keySet());
    }
    return text;
  }
}
