package io.streamlake.core.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class PauseReasonTest {

  @Test
  void onlyWhatARecordWaitsForLeavesOtherKeysAlone() {
    assertThat(Arrays.stream(PauseReason.values()).filter(PauseReason::isOfRecord))
        .containsExactlyInAnyOrder(
            PauseReason.BACKOFF, PauseReason.HELD, PauseReason.DEAD_LETTER_HELD);
  }

  @Test
  void onlyWhatNeedsAPersonIsHeld() {
    assertThat(Arrays.stream(PauseReason.values()).filter(PauseReason::isHeld))
        .containsExactlyInAnyOrder(
            PauseReason.HELD,
            PauseReason.DEAD_LETTER_HELD,
            PauseReason.TOO_MANY_DEAD_LETTERS,
            PauseReason.CORRUPT,
            PauseReason.OFFSETS_LOST);
  }
}
