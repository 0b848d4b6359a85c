package io.streamlake.testkit.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small languages inside requests: ranges, field selections, targets, arguments. */
class RequestValuesTest {

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=2-, 2, 10",
    "bytes=2-99, 2, 10",
    "bytes=-3, 7, 10",
    "bytes=-99, 0, 10"
  })
  void rangesSelectBytes(String header, long first, long end) {
    assertThat(ByteRange.select(header, 10)).contains(new ByteRange(first, end));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=5-4", "bytes=-0"})
  void rangesWithoutBytesAreRefused(String header) {
    assertThatThrownBy(() -> ByteRange.select(header, 10))
        .isInstanceOfSatisfying(ApiFailure.class, e -> assertThat(e.status()).isEqualTo(416));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=-", "lines=1-2", "bytes=0-1,4-5"})
  void rangesThatAreNotUnderstoodDoNotCount(String header) {
    assertThat(ByteRange.select(header, 10)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes 0-9/10, true",
    "bytes 0-9/*, false",
    "bytes 0-8/10, false",
    "bytes */10, true",
    "bytes */*, false"
  })
  void uploadsSayWhetherTheyAreTheLast(String header, boolean isLast) {
    assertThat(ContentRange.parse(header).isLast()).isEqualTo(isLast);
  }

  @Test
  void fieldSelectionsKeepWhatTheyName() throws Exception {
    JsonNode json =
        new ObjectMapper()
            .readTree("{'a':1,'b':{'c':2,'d':3},'e':[{'f':4,'g':5}]}".replace('\'', '"'));

    assertThat(FieldMask.parse("a").apply(json)).hasToString("{\"a\":1}");
    assertThat(FieldMask.parse("b/c,e(g)").apply(json))
        .hasToString("{\"b\":{\"c\":2},\"e\":[{\"g\":5}]}");
    assertThat(FieldMask.parse("b/*,e").apply(json))
        .hasToString("{\"b\":{\"c\":2,\"d\":3},\"e\":[{\"f\":4,\"g\":5}]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a(", "a(b", "a)", "a,,b", "a/"})
  void fieldSelectionsThatAreNoneAreRefused(String fields) {
    assertThatThrownBy(() -> FieldMask.parse(fields)).isInstanceOf(ApiFailure.class);
  }

  @Test
  void targetsAreTakenApartWithTheirNamesDecoded() {
    RequestHead head =
        RequestHead.of(
            "GET",
            "http://host:1/download/storage/v1/b/lake/o/a%2Fb+c%20d?alt=media&x=1&x=%2B",
            Map.of("HOST", "h"));

    Call call = Router.route(head);

    assertThat(call.operation()).isEqualTo(Operation.MEDIA);
    assertThat(call.object()).isEqualTo("a/b+c d");
    assertThat(head.parameters("x")).containsExactly("1", "+");
    assertThat(head.header("host")).contains("h");
  }

  @Test
  void programArgumentsStartAServer() {
    List<String> arguments =
        List.of("--port", "0", "--bucket", "a", "--bucket", "b", "--faults", "0.05", "--seed", "7");

    try (GcsServer server = ServerProgram.parse(arguments).start()) {
      assertThat(server.uri()).startsWith("http://127.0.0.1:");
      assertThat(server.objectNames("a")).isEmpty();
      assertThat(server.objectNames("b")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--port", "--port x", "--port 70000", "--faults 2", "--seed 1.5", "--nothing"})
  void programArgumentsThatAreWrongSayHowToWriteThem(String arguments) {
    assertThatThrownBy(() -> ServerProgram.parse(List.of(arguments.split(" ", -1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Usage:");
  }
}
