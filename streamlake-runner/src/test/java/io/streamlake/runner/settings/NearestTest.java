package io.streamlake.runner.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NearestTest {

  @Test
  void prefersTheNameThatWasOnlyCutShort() {
    assertThat(Nearest.to("roll.age", List.of("roll.ago", "streamlake.raw-zone.roll.age")))
        .contains("streamlake.raw-zone.roll.age");
  }

  @Test
  void answersNothingWhereNothingIsNear() {
    assertThat(Nearest.to("completely.different", List.of("streamlake.dataset"))).isEmpty();
  }

  @Property(tries = 200)
  void countsNoEditsExactlyForEqualNames(
      @ForAll @AlphaChars @StringLength(max = 12) String left,
      @ForAll @AlphaChars @StringLength(max = 12) String right) {
    assertThat(Nearest.edits(left, right) == 0).isEqualTo(left.equals(right));
  }

  @Property(tries = 200)
  void countsTheSameEditsBothWays(
      @ForAll @AlphaChars @StringLength(max = 12) String left,
      @ForAll @AlphaChars @StringLength(max = 12) String right) {
    assertThat(Nearest.edits(left, right)).isEqualTo(Nearest.edits(right, left));
  }

  @Property(tries = 200)
  void countsOneEditForOneMoreCharacter(
      @ForAll @AlphaChars @StringLength(max = 12) String name, @ForAll char added) {
    assertThat(Nearest.edits(name, name + added)).isEqualTo(1);
  }
}
