package io.streamlake.core.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamlake.core.decision.FlowControl.Limits;
import io.streamlake.core.decision.FlowControl.Load;
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

    assertThat(any.shouldPause(isPaused, bytes(0), bytes(0))).isFalse();
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
      assertThat(any.shouldPause(isPaused, bytes(buffered), bytes(total))).isTrue();
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

    if (any.shouldPause(false, bytes(buffered), bytes(total))) {
      assertThat(any.shouldPause(true, bytes(buffered), bytes(total))).isTrue();
    }
  }

  @Property(tries = 300)
  void anEmptyPartitionGoesOnWhileOthersAreSlow(
      @ForAll @LongRange(min = 0, max = 64 * MIB - 1) long others) {
    assertThat(limits.shouldPause(false, bytes(0), bytes(others))).isFalse();
  }

  @Property(tries = 300)
  void aPartitionWithABufferLeavesTheUpperHalfToTheEmptyOnes(
      @ForAll @LongRange(min = 1, max = 8 * MIB) long buffered,
      @ForAll @LongRange(min = 32 * MIB, max = 64 * MIB) long others) {
    assertThat(limits.shouldPause(false, bytes(buffered), bytes(buffered + others))).isTrue();
  }

  @Property(tries = 300) // trap 22
  void boundsRecordsInFlightAsItBoundsBytes(
      @ForAll @LongRange(min = 1, max = 1_000) long partition,
      @ForAll @LongRange(min = 1, max = 1_000) long total,
      @ForAll @LongRange(min = 0, max = 2_000) long own,
      @ForAll @LongRange(min = 0, max = 2_000) long others,
      @ForAll boolean isPaused) {
    FlowControl byBytes = new FlowControl(partition, total);
    FlowControl byRecords =
        new FlowControl(Limits.none("Bytes"), new Limits("Records", partition, total));

    assertThat(byRecords.shouldPause(isPaused, records(own), records(own + others)))
        .isEqualTo(byBytes.shouldPause(isPaused, bytes(own), bytes(own + others)));
  }

  @Property(tries = 300) // trap 22
  void eitherUnitPauses(
      @ForAll @LongRange(min = 0, max = 200) long buffered,
      @ForAll @LongRange(min = 0, max = 200) long inFlight,
      @ForAll boolean isPaused) {
    Limits limits = new Limits("Any", 100, 100);
    Load load = new Load(buffered, inFlight);
    boolean byBytes = new FlowControl(100, 100).shouldPause(isPaused, load, load);
    boolean byRecords =
        new FlowControl(Limits.none("Bytes"), limits).shouldPause(isPaused, load, load);

    assertThat(new FlowControl(limits, limits).shouldPause(isPaused, load, load))
        .isEqualTo(byBytes || byRecords);
  }

  @Property(tries = 300) // trap 22
  void whatIsHeldNeverStopsAnEmptyPartition(
      @ForAll @LongRange(min = 0, max = 1L << 40) long held,
      @ForAll @LongRange(min = 0, max = 16 * MIB - 1) long going,
      @ForAll boolean isPaused) {
    Load total = limits.total(bytes(going), bytes(held));

    assertThat(limits.shouldPause(isPaused, bytes(0), total)).isFalse();
  }

  @Property(tries = 300) // trap 22
  void onceHalfOfTheTotalIsHeldOnlyEmptyPartitionsAreFetchedFrom(
      @ForAll @LongRange(min = 32 * MIB, max = 1L << 40) long held,
      @ForAll @LongRange(min = 1, max = 8 * MIB) long own,
      @ForAll boolean isPaused) {
    Load total = limits.total(bytes(own), bytes(held));

    assertThat(limits.shouldPause(isPaused, bytes(own), total)).isTrue();
  }

  @Property(tries = 300)
  void countsEverythingWhileLittleIsHeld(
      @ForAll @LongRange(min = 0, max = 32 * MIB) long held,
      @ForAll @LongRange(min = 0, max = 64 * MIB) long going) {
    assertThat(limits.total(bytes(going), bytes(held))).isEqualTo(bytes(going + held));
  }

  @Property(tries = 300) // trap 22
  void addsUpBytesAndRecordsEachForItself(
      @ForAll @LongRange(min = 0, max = 1_000) long bytes,
      @ForAll @LongRange(min = 0, max = 1_000) long records) {
    Load sum = bytes(7).plus(new Load(bytes, records)).plus(records(5));

    assertThat(sum).isEqualTo(new Load(bytes + 7, records + 5));
    assertThat(limits.total(sum, new Load(1, 2))).isEqualTo(sum.plus(new Load(1, 2)));
  }

  private static Load bytes(long bytes) {
    return new Load(bytes, 0);
  }

  private static Load records(long records) {
    return new Load(0, records);
  }

  @Example
  void resumesAtHalfOfThePartitionsLimit() {
    assertThat(limits.shouldPause(false, bytes(8 * MIB - 1), bytes(8 * MIB - 1))).isFalse();
    assertThat(limits.shouldPause(false, bytes(8 * MIB), bytes(8 * MIB))).isTrue();
    assertThat(limits.shouldPause(true, bytes(4 * MIB + 1), bytes(4 * MIB + 1))).isTrue();
    assertThat(limits.shouldPause(true, bytes(4 * MIB), bytes(4 * MIB))).isFalse();
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
