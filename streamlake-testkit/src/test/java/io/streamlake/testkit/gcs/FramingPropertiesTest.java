package io.streamlake.testkit.gcs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Bodies come out as they went in, wherever reads and chunks fall. */
class FramingPropertiesTest {

  @Property(tries = 300)
  void multipartPartsAreExactlyWhatLiesBetweenTheBoundaries(
      @ForAll @Size(max = 3000) byte[] content, @ForAll @IntRange(min = 1, max = 100) int step)
      throws IOException {
    byte[] body =
        concat("--b\r\nContent-Type: application/json\r\n\r\n{}\r\n--b\r\nA: 1\r\n\r\n", content);
    Multipart parts =
        new Multipart(
            inSteps(concatBytes(body, "\r\n--b--\r\n"), step), "multipart/related; boundary=\"b\"");

    parts.nextPart();
    byte[] first = parts.content().readAllBytes();
    Map<String, String> headers = parts.nextPart();
    byte[] second = parts.content().readAllBytes();

    assertThat(first).asString(ISO_8859_1).isEqualTo("{}");
    assertThat(headers).containsEntry("A", "1");
    assertThat(second).isEqualTo(withoutDelimiter(content));
  }

  @Property(tries = 100)
  void nearBoundariesBelongToTheContent(@ForAll @IntRange(min = 1, max = 20) int repeats)
      throws IOException {
    byte[] content = "\r\n--\r\n-\r\n--a\r".repeat(repeats).getBytes(ISO_8859_1);
    byte[] body = concatBytes(concat("--b\n\r\n", content), "\r\n--b--");
    Multipart parts = new Multipart(inSteps(body, 3), "multipart/related; boundary=b");

    parts.nextPart();

    assertThat(parts.content().readAllBytes()).isEqualTo(content);
  }

  @Property(tries = 200)
  void chunksJoinToTheBodyThatWasCut(
      @ForAll @Size(max = 2000) byte[] body, @ForAll @IntRange(min = 1, max = 500) int chunk)
      throws IOException {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    for (int at = 0; at < body.length; at += chunk) {
      int length = Math.min(chunk, body.length - at);
      wire.write((Integer.toHexString(length) + "\r\n").getBytes(ISO_8859_1));
      wire.write(body, at, length);
      wire.write("\r\n".getBytes(ISO_8859_1));
    }
    wire.write("0\r\n\r\nnext".getBytes(ISO_8859_1));
    InputStream in = inSteps(wire.toByteArray(), 7);

    byte[] read = new ChunkedInput(new RequestReader(in), in).readAllBytes();

    assertThat(read).isEqualTo(body);
    assertThat(in.readAllBytes()).asString(ISO_8859_1).isEqualTo("next");
  }

  /** Random content hardly ever holds the delimiter; when it does, the part ends there. */
  private static byte[] withoutDelimiter(byte[] content) {
    String text = new String(content, ISO_8859_1);
    int at = text.indexOf("\r\n--b");
    return (at < 0 ? text : text.substring(0, at)).getBytes(ISO_8859_1);
  }

  private static InputStream inSteps(byte[] bytes, int step) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return super.read(target, offset, Math.min(length, step));
      }
    };
  }

  private static byte[] concat(String head, byte[] tail) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(head.getBytes(ISO_8859_1));
    all.write(tail);
    return all.toByteArray();
  }

  private static byte[] concatBytes(byte[] head, String tail) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(head);
    all.write(tail.getBytes(ISO_8859_1));
    return all.toByteArray();
  }
}
