package io.streamlake.gcs.writer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.streamlake.gcs.format.Utf8;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Asks for one JSON text a value. */
final class JsonRule implements RecordRule {

  private static final int MAX_DEPTH = 10_000;

  /**
   * The charset is not guessed: JSON that travels is UTF-8 (RFC 8259, section 8.1). Field names are
   * not kept, and many that hash alike are no reason to refuse a text.
   */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  @Override
  public void check(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    if (value == null) {
      return;
    }
    if (!Utf8.isValid(value)) {
      throw Rejection.of(record, "the value is not UTF-8, so it is not JSON");
    }
    try (JsonParser parser = JSON.createParser(value)) {
      parse(record, parser);
    } catch (StreamConstraintsException tooDeep) {
      throw Rejection.of(
          record,
          "the value is nested deeper than " + MAX_DEPTH + " levels, too deep for a JSON text");
    } catch (IOException flawed) {
      throw Rejection.of(record, "the value is not JSON: " + JsonFlaw.describe(value));
    }
  }

  private static void parse(ConsumerRecord<byte[], byte[]> record, JsonParser parser)
      throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw Rejection.of(record, "the value is empty, so it is not JSON");
    }
    parser.skipChildren();
    if (parser.nextToken() != null) {
      throw Rejection.of(record, "the value is not JSON: " + JsonFlaw.describe(record.value()));
    }
  }
}
