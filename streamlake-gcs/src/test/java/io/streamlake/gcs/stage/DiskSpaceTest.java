package io.streamlake.gcs.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class DiskSpaceTest {

  private static final long MIB = 1L << 20;

  @Example
  void keepsOnePerCentFreeButNeitherTooLittleNorTooMuch() {
    assertThat(new DiskSpace(0, 100 * MIB).floor()).isEqualTo(64 * MIB);
    assertThat(new DiskSpace(0, 20_000 * MIB).floor()).isEqualTo(200 * MIB);
    assertThat(new DiskSpace(0, 10_000_000 * MIB).floor()).isEqualTo(1_024 * MIB);
  }

  @Property
  void staysAsItIsBetweenFloorAndEnough( // trap 44
      @ForAll @LongRange(min = 0, max = 1L << 44) long total,
      @ForAll @IntRange(min = 0, max = 200) int percentOfTheFloor,
      @ForAll boolean wasLow) {
    long free = new DiskSpace(0, total).floor() * percentOfTheFloor / 100;
    DiskSpace space = new DiskSpace(free, total);

    if (free < space.floor()) {
      assertThat(space.isLow(wasLow)).isTrue();
    } else if (free >= space.enough()) {
      assertThat(space.isLow(wasLow)).isFalse();
    } else {
      assertThat(space.isLow(wasLow)).isEqualTo(wasLow);
    }
  }

  @Property
  void isNotLowAnyMoreOnceWhatIsMissingIsGivenBack(
      @ForAll @LongRange(min = 0, max = 1L << 44) long total,
      @ForAll @LongRange(min = 0, max = 1L << 32) long free) {
    DiskSpace space = new DiskSpace(free, total);

    assertThat(new DiskSpace(free + space.missing(), total).isLow(true)).isFalse();
  }

  @Example
  void takesLessThanNoSpaceForNone() {
    assertThat(DiskSpace.answered(-4_096, 100 * MIB)).isEqualTo(new DiskSpace(0, 100 * MIB));
    assertThat(DiskSpace.answered(5, -1)).isEqualTo(new DiskSpace(5, 0));
  }

  @Example
  void refusesWhatNoDiskHas() {
    assertThatThrownBy(() -> new DiskSpace(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DiskSpace(1, -1)).isInstanceOf(IllegalArgumentException.class);
  }
}
