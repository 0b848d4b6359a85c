package io.streamlake.core.deadletter;

import io.streamlake.core.DeadLetter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers of a dead letter: the original's in their order, without those of an earlier hop,
 * then what went wrong, as UTF-8 text. Stateless, safe for use from any thread.
 */
public final class DeadLetterHeaders {

  static final String STACKTRACE = "consumer_error_stacktrace";

  /** Where a letter is that the topic did not take; a further hop keeps it. */
  static final String CLAIM_CHECK = "consumer_claim_check";

  private static final String PREFIX = "consumer_";
  private static final int MAX_MESSAGE_BYTES = 1 << 10;
  private static final int MAX_STACKTRACE_BYTES = 8 << 10;
  private static final List<String> PLACES = List.of("topic", "partition", "offset");
  private static final Set<String> OWN =
      Set.of(
          "consumer_failed_at",
          "consumer_error",
          "consumer_error_class",
          STACKTRACE,
          "consumer_stage",
          "consumer_attempts",
          "consumer_group",
          "consumer_source_topic",
          "consumer_source_partition",
          "consumer_source_offset",
          "consumer_source_timestamp",
          "consumer_source_timestamp_type",
          "consumer_origin_topic",
          "consumer_origin_partition",
          "consumer_origin_offset",
          CLAIM_CHECK);

  private DeadLetterHeaders() {}

  /**
   * All headers of a letter.
   *
   * @param letter the letter
   * @return the original's, then those that say what went wrong; the caller's own copy
   */
  public static Headers of(DeadLetter letter) {
    Headers headers = originals(letter.record().headers());
    own(letter).forEach(headers::add);
    return headers;
  }

  /**
   * The headers that are not a dead letter's own: what a letter's record came with.
   *
   * @param headers a letter's, or a record's that may have been one
   * @return the others in their order; the caller's own copy
   */
  public static Headers originals(Headers headers) {
    RecordHeaders originals = new RecordHeaders();
    for (Header header : headers) {
      if (!OWN.contains(header.key())) {
        originals.add(header);
      }
    }
    return originals;
  }

  /** Only what says what went wrong. */
  static Headers own(DeadLetter letter) {
    RecordHeaders headers = new RecordHeaders();
    texts(letter).forEach((key, text) -> headers.add(key, text.getBytes(StandardCharsets.UTF_8)));
    return headers;
  }

  private static Map<String, String> texts(DeadLetter letter) {
    ConsumerRecord<byte[], byte[]> source = letter.record();
    Throwable error = letter.error();
    Map<String, String> own = new LinkedHashMap<>();
    own.put("consumer_failed_at", letter.failedAt().toString());
    own.put("consumer_error", capped(messageOf(error), MAX_MESSAGE_BYTES));
    own.put("consumer_error_class", error.getClass().getName());
    own.put(STACKTRACE, capped(stackTrace(error), MAX_STACKTRACE_BYTES));
    own.put("consumer_stage", letter.stage());
    own.put("consumer_attempts", String.valueOf(letter.attempts()));
    own.put("consumer_group", letter.group());
    own.put("consumer_source_topic", source.topic());
    own.put("consumer_source_partition", String.valueOf(source.partition()));
    own.put("consumer_source_offset", String.valueOf(source.offset()));
    own.put("consumer_source_timestamp", String.valueOf(source.timestamp()));
    own.put("consumer_source_timestamp_type", source.timestampType().name());
    for (String place : PLACES) {
      origin(source.headers(), place).ifPresent(text -> own.put(PREFIX + "origin_" + place, text));
    }
    text(source.headers(), CLAIM_CHECK).ifPresent(text -> own.put(CLAIM_CHECK, text));
    return own;
  }

  private static String messageOf(Throwable error) {
    String message = error.getMessage();
    return message == null ? error.toString() : message;
  }

  /** The first source of a letter that has come from a dead-letter topic itself. */
  private static Optional<String> origin(Headers headers, String place) {
    return text(headers, PREFIX + "origin_" + place)
        .or(() -> text(headers, PREFIX + "source_" + place));
  }

  private static Optional<String> text(Headers headers, String key) {
    return Optional.ofNullable(headers.lastHeader(key))
        .map(Header::value)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private static String stackTrace(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** The longest beginning of a text that fits, never cut within a character. */
  static String capped(String text, int maxBytes) {
    CharsetEncoder encoder =
        StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    ByteBuffer bytes = ByteBuffer.allocate(maxBytes);
    encoder.encode(CharBuffer.wrap(text), bytes, true);
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
  }
}
