package io.streamlake.lab.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordFingerprintTest {

  private static final RecordStamp STAMP = RecordStamp.created(1);

  @Test
  void tellsContentsApartThatLookAlike() {
    List<RawContent> alike =
        List.of(
            content(null, null),
            content(new byte[0], null),
            content(null, new byte[0]),
            content("a".getBytes(UTF_8), "bc".getBytes(UTF_8)),
            content("ab".getBytes(UTF_8), "c".getBytes(UTF_8)),
            content(null, null, new RawHeader("h", null)),
            content(null, null, new RawHeader("h", new byte[0])),
            content(null, null, new RawHeader("h", null), new RawHeader("h", null)),
            content(null, null, new RawHeader("h", null), new RawHeader("i", null)),
            content(null, null, new RawHeader("i", null), new RawHeader("h", null)),
            new RawContent(RecordStamp.created(2), null, null, List.of()),
            new RawContent(new RecordStamp(1, "LOG_APPEND_TIME"), null, null, List.of()));

    assertThat(alike.stream().map(RawContent::fingerprint).distinct()).hasSameSizeAs(alike);
  }

  @Property(tries = 20)
  void sumsUpToTheSameInAnyOrder(@ForAll long seed) {
    HardContents contents = new HardContents(seed, 0);
    List<RecordFingerprint> some =
        Stream.generate(contents::next).limit(20).map(RawContent::fingerprint).toList();

    assertThat(sum(some.stream().sorted((a, b) -> Long.compare(a.high(), b.high())).toList()))
        .isEqualTo(sum(some))
        .isNotEqualTo(sum(some.subList(1, some.size())));
  }

  private static RecordFingerprint sum(List<RecordFingerprint> some) {
    return some.stream().reduce(RecordFingerprint.ZERO, RecordFingerprint::plus);
  }

  private static RawContent content(
      byte @Nullable [] key, byte @Nullable [] value, RawHeader... headers) {
    return new RawContent(STAMP, key, value, List.of(headers));
  }
}
