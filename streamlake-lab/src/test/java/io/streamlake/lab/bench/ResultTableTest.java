package io.streamlake.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {

  @Test
  void comparesASubjectWithTheMeanOfItsRivalsBeforeAndAfter() {
    Result result = new Result(of("mine", 600, 300), rivals(1_000, 300), rivals(1_400, 500));

    assertThat(result.ofBare()).isEqualTo(0.5);
    assertThat(result.ofHandWritten()).isEqualTo(1.5);
    assertThat(ResultTable.of(List.of(result)).lines().toList().get(2))
        .containsPattern(
            "mine +\\| +600 +\\| +1,200 +\\| +50 % +\\| +300 +\\| +40 +\\| hand +\\| +150 %");
  }

  @Test
  void refusesAMeasurementWithoutTime() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Measurement("mine", 1, Duration.ZERO, 0))
        .withMessageContaining("mine");
  }

  private static Result.Rivals rivals(long bare, long handWritten) {
    return new Result.Rivals(of("bare", bare, 260), of("hand", handWritten, 500));
  }

  private static Measurement of(String subject, long recordsPerSecond, long bytesPerRecord) {
    return new Measurement(
        subject, recordsPerSecond, Duration.ofSeconds(1), recordsPerSecond * bytesPerRecord);
  }
}
