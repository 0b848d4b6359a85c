package io.streamlake.core.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

final class FlowControlPropertyTest {

  private static final long MIB = 1L << 20;

  private final FlowControl limits = new FlowControl(8 * MIB, 64 * MIB);

  @Property(tries = 300) // trap 7
  void neverPausesWhenNothingIsBuffered(
      @ForAll @LongRange(min = 1) long partitionBytes,
      @ForAll @LongRange(min = 1) long totalBytes,
      @ForAll boolean isPaused) {
    FlowControl any = new FlowControl(partitionBytes, totalBytes);

    assertThat(any.shouldPause(isPaused, 0, 0)).isFalse();
  }

  @Property(tries = 300) // trap 22
  void pausesAtEitherLimit(
      @ForAll @LongRange(min = 1, max = 1L << 40) long partitionBytes,
      @ForAll @LongRange(min = 1, max = 1L << 40) long totalBytes,
      @ForAll @LongRange(min = 0, max = 1L << 41) long buffered,
      @ForAll @LongRange(min = 0, max = 1L << 41) long others,
      @ForAll boolean isPaused) {
    FlowControl any = new FlowControl(partitionBytes, totalBytes);
    long total = buffered + others;

    if (buffered >= partitionBytes || total >= totalBytes) {
      assertThat(any.shouldPause(isPaused, buffered, total)).isTrue();
    }
  }

  @Property(tries = 300)
  void whatPausesAlsoKeepsPaused(
      @ForAll @LongRange(min = 1, max = 1_000) long partitionBytes,
      @ForAll @LongRange(min = 1, max = 1_000) long totalBytes,
      @ForAll @LongRange(min = 0, max = 2_000) long buffered,
      @ForAll @LongRange(min = 0, max = 2_000) long others) {
    FlowControl any = new FlowControl(partitionBytes, totalBytes);
    long total = buffered + others;

    if (any.shouldPause(false, buffered, total)) {
      assertThat(any.shouldPause(true, buffered, total)).isTrue();
    }
  }

  @Property(tries = 300)
  void anEmptyPartitionGoesOnWhileOthersAreSlow(
      @ForAll @LongRange(min = 0, max = 64 * MIB - 1) long others) {
    assertThat(limits.shouldPause(false, 0, others)).isFalse();
  }

  @Property(tries = 300)
  void aPartitionWithABufferLeavesTheUpperHalfToTheEmptyOnes(
      @ForAll @LongRange(min = 1, max = 8 * MIB) long buffered,
      @ForAll @LongRange(min = 32 * MIB, max = 64 * MIB) long others) {
    assertThat(limits.shouldPause(false, buffered, buffered + others)).isTrue();
  }

  @Example
  void resumesAtHalfOfThePartitionsLimit() {
    assertThat(limits.shouldPause(false, 8 * MIB - 1, 8 * MIB - 1)).isFalse();
    assertThat(limits.shouldPause(false, 8 * MIB, 8 * MIB)).isTrue();
    assertThat(limits.shouldPause(true, 4 * MIB + 1, 4 * MIB + 1)).isTrue();
    assertThat(limits.shouldPause(true, 4 * MIB, 4 * MIB)).isFalse();
  }

  @Example
  void refusesLimitsBelowOneByte() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FlowControl(0, 1))
        .withMessageContaining("partitionBytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FlowControl(1, 0))
        .withMessageContaining("totalBytes");
  }
}
