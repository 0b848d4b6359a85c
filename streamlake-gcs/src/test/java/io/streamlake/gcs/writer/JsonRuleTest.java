package io.streamlake.gcs.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.streamlake.core.InvalidRecordException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRuleTest {

  private static final ObjectMapper JACKSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final RecordRule rule = RecordRule.json();

  private boolean passes(byte[] value) {
    try {
      rule.check(new ConsumerRecord<>("orders", 0, 7, new byte[0], value));
      return true;
    } catch (InvalidRecordException e) {
      assertThat(e).hasMessageContaining("orders-0@7");
      return false;
    }
  }

  @Test
  void letsTombstonesPass() { // trap 39
    assertThatCode(() -> rule.check(new ConsumerRecord<>("orders", 0, 7, null, null)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1]]",
        "1 2",
        "{}{}",
        "nul",
        "'a'",
        "01",
        "{\"a\":1,}",
        "\"\t\"",
        "NaN",
        "// no\n1",
        "\uFEFF1",
        "\"\\x\"",
        "\"a"
      })
  void rejectsWhatIsNotOneJsonText(String text) {
    assertThat(passes(text.getBytes(UTF_8))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "-0.5e+7", "\"\"", " {} \n", "[[],{\"a\":[true]}]"})
  void letsEachKindOfJsonTextPass(String text) {
    assertThat(passes(text.getBytes(UTF_8))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "üüü | there is an unexpected 'ü' (U+00FC) at line 1, column 1 (byte 0)",
        "- | it ends too early, after 1 bytes",
        "{\"a\":1 | it ends too early, after 6 bytes",
        "nul | it ends too early, after 3 bytes",
        "[nul] | there is an unexpected ']' (U+005D) at line 1, column 5 (byte 4)",
        "[NaN] | there is an unexpected 'N' (U+004E) at line 1, column 2 (byte 1)",
        "{\"ü\":ä} | there is an unexpected 'ä' (U+00E4) at line 1, column 6 (byte 6)",
        "[1. ] | there is an unexpected U+0020 at line 1, column 4 (byte 3)",
        "{}x | it goes on after its end with 'x' (U+0078) at line 1, column 3 (byte 2)",
        "1 2 | it goes on after its end with '2' (U+0032) at line 1, column 3 (byte 2)",
        "[1]] | it goes on after its end with ']' (U+005D) at line 1, column 4 (byte 3)",
      })
  void saysWhatIsWrongAndWhere(String text, String flaw) {
    assertThat(verdict(text)).isEqualTo("orders-0@7: the value is not JSON: " + flaw);
  }

  @Test
  void saysWhereTheLineIsOfWhatIsWrong() {
    assertThat(verdict("{\n  \"ü\": 1,\n  b: 2}"))
        .endsWith("unexpected 'b' (U+0062) at line 3, column 3 (byte 15)");
  }

  @Test
  void namesWhatCannotBeSeen() {
    assertThat(verdict("\uFEFF{}"))
        .endsWith("U+FEFF (a byte order mark) at line 1, column 1 (byte 0)");
    assertThat(verdict("\u00A0")).endsWith("an unexpected U+00A0 at line 1, column 1 (byte 0)");
    assertThat(verdict("\"a\tb\"")).endsWith("an unexpected U+0009 at line 1, column 3 (byte 2)");
    assertThat(verdict("\"\u00E9\\x\"")).endsWith("'x' (U+0078) at line 1, column 4 (byte 4)");
  }

  @Test
  void tellsOfDepthThatNoReaderBears() {
    assertThat(passes("[".repeat(10_000).concat("]".repeat(10_000)).getBytes(UTF_8))).isTrue();
    assertThat(verdict("[".repeat(10_001).concat("]".repeat(10_001))))
        .endsWith("the value is nested deeper than 10000 levels, too deep for a JSON text");
  }

  private String verdict(String text) {
    byte[] value = text.getBytes(UTF_8);
    return String.valueOf(
        catchThrowableOfType(
                InvalidRecordException.class,
                () -> rule.check(new ConsumerRecord<>("orders", 0, 7, null, value)))
            .getMessage());
  }

  @Test
  void rejectsWhatIsJsonInAnotherCharset() {
    assertThat(passes("{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_16BE))).isFalse();
    assertThat(passes(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'})).isFalse();
  }

  @Provide
  Arbitrary<Object> trees() {
    Arbitrary<Object> leaves =
        Arbitraries.oneOf(
            Arbitraries.strings().all().ofMaxLength(8).map(text -> (Object) text),
            Arbitraries.longs().map(number -> (Object) number),
            Arbitraries.doubles().map(number -> (Object) number),
            Arbitraries.of(true, false).map(truth -> (Object) truth));
    return Arbitraries.recursive(() -> leaves, JsonRuleTest::nested, 0, 4);
  }

  private static Arbitrary<Object> nested(Arbitrary<Object> inner) {
    return Arbitraries.oneOf(
        inner.list().ofMaxSize(3).map(list -> (Object) list),
        Arbitraries.maps(Arbitraries.strings().ascii().ofMaxLength(5), inner)
            .ofMaxSize(3)
            .map(map -> (Object) map));
  }

  @Property
  void letsEverythingPassThatJacksonWrites(@ForAll("trees") Object tree) throws IOException {
    byte[] json = JACKSON.writeValueAsBytes(tree);

    assertThat(passes(json)).isEqualTo(isUtf8(json));
  }

  @Property(tries = 3_000)
  void agreesWithJacksonOnBytesThatWereTamperedWith(
      @ForAll("trees") Object tree, @ForAll byte change, @ForAll int where) throws IOException {
    byte[] json = JACKSON.writeValueAsBytes(List.of(tree, Map.of("k", tree)));
    json[Math.floorMod(where, json.length)] = change;

    assertThat(passes(json)).isEqualTo(isUtf8(json) && isReadByJackson(json));
  }

  @Property(tries = 3_000)
  void findsAFlawWhereverJacksonDoes(
      @ForAll("trees") Object tree, @ForAll char change, @ForAll int where) throws IOException {
    StringBuilder text =
        new StringBuilder(JACKSON.writeValueAsString(Map.of("k", tree, "l", tree)));
    text.setCharAt(Math.floorMod(where, text.length()), change);
    byte[] json = text.toString().getBytes(UTF_8);

    assertThat(JsonFlaw.describe(json).equals("it cannot be read")).isEqualTo(passes(json));
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean isReadByJackson(byte[] bytes) {
    try {
      return !JACKSON.readTree(bytes).equals(JsonNodeFactory.instance.missingNode());
    } catch (IOException e) {
      return false;
    }
  }
}
