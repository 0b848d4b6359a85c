package io.streamlake.gcs.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlake.gcs.stage.RollPolicy.Reason;
import io.streamlake.gcs.stage.RollPolicy.SegmentState;
import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class RollPolicyTest {

  private static final RollPolicy POLICY = new RollPolicy(1_000, 100, Duration.ofMinutes(10));

  @Example
  void rollsAtEachLimit() {
    Duration young = Duration.ofMinutes(9);

    assertThat(POLICY.shouldRoll(new SegmentState(9, 1_000, 9, 0), young)).hasValue(Reason.BYTES);
    assertThat(POLICY.shouldRoll(new SegmentState(100, 9, 100, 0), young)).hasValue(Reason.RECORDS);
    assertThat(POLICY.shouldRoll(new SegmentState(20_000, 9, 9, 10_000), young))
        .hasValue(Reason.DEAD_LETTERS);
    // trap 31
    assertThat(POLICY.shouldRoll(new SegmentState(1, 0, 1, 0), Duration.ofMinutes(10)))
        .hasValue(Reason.AGE);
  }

  @Property
  void neverRollsAnEmptySegment(@ForAll @LongRange(min = 0) long seconds) {
    assertThat(POLICY.shouldRoll(new SegmentState(0, 0, 0, 0), Duration.ofSeconds(seconds)))
        .isEmpty();
  }

  @Property
  void rollsExactlyAtOrBeyondALimit(
      @ForAll @LongRange(min = 0, max = 2_000) long bytes,
      @ForAll @LongRange(min = 0, max = 200) long records,
      @ForAll @IntRange(min = 9_900, max = 10_100) int ranges,
      @ForAll @LongRange(min = 0, max = 1_200) long seconds) {
    boolean due = bytes >= 1_000 || records >= 100 || ranges >= 10_000 || seconds >= 600;

    assertThat(
            POLICY.shouldRoll(
                new SegmentState(20_000, bytes, records, ranges), Duration.ofSeconds(seconds)))
        .matches(reason -> reason.isPresent() == due);
  }

  @Property
  void keepsRollingWhileASegmentGrowsOlder(
      @ForAll @LongRange(min = 0, max = 1_200) long seconds,
      @ForAll @LongRange(min = 0, max = 1_200) long more) {
    SegmentState segment = new SegmentState(1, 1, 1, 0);

    if (POLICY.shouldRoll(segment, Duration.ofSeconds(seconds)).isPresent()) {
      assertThat(POLICY.shouldRoll(segment, Duration.ofSeconds(seconds + more))).isPresent();
    }
  }

  @Example
  void refusesLimitsThatWouldRollForEver() {
    assertThatThrownBy(() -> new RollPolicy(0, 1, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RollPolicy(1, 1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
