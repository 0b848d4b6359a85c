package io.streamlake.core.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlake.core.DeadLetter;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What of a dead letter goes to a topic, and what is left out of it. Pure.
 *
 * @param source the record that failed
 * @param headers all headers
 * @param lacking what is left out
 */
record LetterCopy(ConsumerRecord<byte[], byte[]> source, Headers headers, Lacking lacking) {

  /** What is left out of a copy; each lacks what the one before does. */
  enum Lacking {
    NOTHING("nothing"),
    STACK_TRACE("its stack trace"),
    VALUE("its value"),
    RECORD("its key, value and headers");

    private final String words;

    Lacking(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /** The copies that lack nothing of the record, each smaller than the one before. */
  static List<LetterCopy> whole(DeadLetter letter) {
    Headers headers = DeadLetterHeaders.of(letter);
    return List.of(
        new LetterCopy(letter.record(), headers, Lacking.NOTHING),
        new LetterCopy(letter.record(), withoutStackTrace(headers), Lacking.STACK_TRACE));
  }

  /**
   * The copies that say where the letter is, each smaller than the one before.
   *
   * @param place where the whole letter is kept
   */
  static List<LetterCopy> claimChecks(DeadLetter letter, String place) {
    Headers headers = checked(withoutStackTrace(DeadLetterHeaders.of(letter)), place);
    Headers own = checked(withoutStackTrace(DeadLetterHeaders.own(letter)), place);
    return List.of(
        new LetterCopy(letter.record(), headers, Lacking.VALUE),
        new LetterCopy(letter.record(), own, Lacking.RECORD));
  }

  byte @Nullable [] key() {
    return lacking == Lacking.RECORD ? null : source.key();
  }

  byte @Nullable [] value() {
    return lacking.compareTo(Lacking.VALUE) < 0 ? source.value() : null;
  }

  private static Headers withoutStackTrace(Headers headers) {
    return new RecordHeaders(headers).remove(DeadLetterHeaders.STACKTRACE);
  }

  /** A claim check of an earlier hop is in the letter that is kept. */
  private static Headers checked(Headers headers, String place) {
    return headers
        .remove(DeadLetterHeaders.CLAIM_CHECK)
        .add(DeadLetterHeaders.CLAIM_CHECK, place.getBytes(UTF_8));
  }
}
