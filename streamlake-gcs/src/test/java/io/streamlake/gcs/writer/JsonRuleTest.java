package io.streamlake.gcs.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

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
