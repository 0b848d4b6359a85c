package io.streamlake.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

final class CommitPolicyPropertyTest {

  @Property(tries = 300)
  void recordsIsDueFromItsCountOnWhateverTheTime(
      @ForAll @LongRange(min = 1, max = 100) long count,
      @ForAll @LongRange(min = 1, max = 200) long records,
      @ForAll @LongRange(min = 0) long nanos) {
    assertThat(CommitPolicy.records(count).shouldCommit(records, Duration.ofNanos(nanos)))
        .isEqualTo(records >= count);
  }

  @Property(tries = 300)
  void everyIsDueFromItsIntervalOnWhateverTheRecords(
      @ForAll @LongRange(min = 1, max = 100) long interval,
      @ForAll @LongRange(min = 0, max = 200) long elapsed,
      @ForAll @LongRange(min = 1) long records) {
    CommitPolicy policy = CommitPolicy.every(Duration.ofMillis(interval));

    assertThat(policy.shouldCommit(records, Duration.ofMillis(elapsed)))
        .isEqualTo(elapsed >= interval);
  }

  @Property(tries = 300)
  void combinationsAreThoseOfTheTwoAnswers(@ForAll boolean left, @ForAll boolean right) {
    CommitPolicy one = (records, elapsed) -> left;
    CommitPolicy other = (records, elapsed) -> right;

    assertThat(one.or(other).shouldCommit(1, Duration.ZERO)).isEqualTo(left || right);
    assertThat(one.and(other).shouldCommit(1, Duration.ZERO)).isEqualTo(left && right);
  }

  @Example
  void refusesWhatWouldCommitWithoutEnd() {
    assertThatIllegalArgumentException().isThrownBy(() -> CommitPolicy.every(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> CommitPolicy.every(Duration.ofNanos(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> CommitPolicy.records(0));
  }
}
