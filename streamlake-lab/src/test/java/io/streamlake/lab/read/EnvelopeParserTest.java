package io.streamlake.lab.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamlake.lab.data.RecordPlace;
import io.streamlake.lab.data.RecordStamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeParserTest {

  private static final String LINE =
      """
      {"topic":"t","partition":0,"offset":42,"timestamp_ms":1700000000000,\
      "timestamp_type":"CREATE_TIME","key":"k","headers":[{"key":"h","value":"v"}],"value":"…"}""";

  @Test
  void restoresTheRecordOfTheContract() {
    LandedRecord record = parse(LINE);

    assertThat(record.place()).isEqualTo(new RecordPlace("t", 0, 42));
    assertThat(record.content().stamp()).isEqualTo(RecordStamp.created(1_700_000_000_000L));
    assertThat(record.content().key()).asString(UTF_8).isEqualTo("k");
    assertThat(record.content().value()).asString(UTF_8).isEqualTo("…");
    assertThat(record.content().headers()).hasSize(1);
    assertThat(record.content().headers().get(0).value()).asString(UTF_8).isEqualTo("v");
  }

  @Test
  void tellsNullFromEmptyAndReadsBytesThatAreNoText() {
    LandedRecord record =
        parse(
            LINE.replace("\"key\":\"k\"", "\"key_base64\":\"/wA=\"")
                .replace("\"value\":\"v\"", "\"value\":null")
                .replace("…", ""));

    assertThat(record.content().key()).containsExactly(0xFF, 0);
    assertThat(record.content().value()).isEmpty();
    assertThat(record.content().headers().get(0).value()).isNull();
    assertThat(parse(LINE.replace("\"…\"", "null")).content().value()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"offset\":42,              | ''                       | has the fields",
        "\"partition\":0,\"offset\"  | \"offset\":0,\"partition\" | has the fields",
        "\"key\":\"k\"               | \"key\":7                | key is no text",
        "\"key\":\"k\"               | \"key_base64\":\"aw==\"  | holds what key could say",
        "\"key\":\"k\"               | \"key\":\"k\",\"key\":\"k\" | Duplicate field",
        "\"offset\":42               | \"offset\":4.5           | offset is no integer",
        "CREATE_TIME                 | CreateTime               | timestamp_type is CreateTime",
        "…                           | \\ud800                  | surrogate",
        "\"h\",\"value\":\"v\"       | \"h\"                    | has the fields",
        "[{\"key\":\"h\",\"value\":\"v\"}] | null               | headers is no list",
        "\"…\"}                      | \"…\"}{}                 | Trailing token"
      })
  void refusesALineOfAnotherForm(String part, String replacement, String reason) {
    String broken = LINE.replace(part, replacement);

    assertThat(broken).isNotEqualTo(LINE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(broken))
        .withMessageContaining(reason);
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] line = LINE.getBytes(UTF_8);
    line[line.length - 3] = (byte) 0xFF;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EnvelopeParser().parse("o", line))
        .withMessageContaining("UTF-8");
  }

  private static LandedRecord parse(String line) {
    return new EnvelopeParser().parse("o", line.getBytes(UTF_8));
  }
}
