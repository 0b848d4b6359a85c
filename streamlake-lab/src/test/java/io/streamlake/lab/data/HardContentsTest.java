package io.streamlake.lab.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HardContentsTest {

  @Property(tries = 10)
  void makesTheSameContentsFromTheSameSeed(@ForAll long seed) {
    assertThat(fingerprints(seed)).isEqualTo(fingerprints(seed)).isNotEqualTo(fingerprints(~seed));
  }

  @Test
  void makesEveryKindOfHardRecord() {
    List<RawContent> contents = some(1, 4_000);

    assertThat(contents)
        .anyMatch(content -> content.key() == null)
        .anyMatch(content -> content.value() == null)
        .anyMatch(content -> content.value() != null && content.value().length == 0)
        .anyMatch(content -> content.value() != null && content.value().length > 1_000_000)
        .anyMatch(content -> content.headers().stream().anyMatch(h -> h.value() == null))
        .anyMatch(content -> content.headers().stream().anyMatch(h -> h.key().isEmpty()))
        .anyMatch(content -> hasDuplicateHeader(content))
        .anyMatch(content -> content.stamp().milliseconds() == Long.MAX_VALUE)
        .allMatch(content -> content.stamp().milliseconds() >= 0);
    assertThat(
            contents.stream().map(content -> content.stamp().milliseconds() / 3_600_000).distinct())
        .hasSizeGreaterThan(72);
  }

  private static boolean hasDuplicateHeader(RawContent content) {
    List<String> keys = content.headers().stream().map(RawHeader::key).toList();
    return keys.stream().distinct().count() < keys.size();
  }

  private static List<RecordFingerprint> fingerprints(long seed) {
    return some(seed, 50).stream().map(RawContent::fingerprint).toList();
  }

  private static List<RawContent> some(long seed, int count) {
    HardContents contents = new HardContents(seed, 1_000);
    return Stream.generate(contents::next).limit(count).toList();
  }
}
