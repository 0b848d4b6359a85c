package io.streamlake.runner.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "17, 17",
    "17B, 17",
    "64KiB, 65536",
    "128MiB, 134217728",
    "8GiB, 8589934592",
    "2 TiB, 2199023255552"
  })
  void readsBinaryUnits(String text, long expected) {
    assertThat(ByteSize.parse(text).bytes()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "MiB", "128MB", "128mib", "1.5GiB", "-1", "8388608TiB", "9999999999999999999"})
  void refusesEverythingElse(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ByteSize.parse(text));
  }

  @Test
  void isNeverNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ByteSize(-1))
        .withMessageContaining("-1");
  }

  @Property
  void readsBackWhatItWrites(@ForAll @LongRange(min = 0) long bytes) {
    assertThat(ByteSize.parse(new ByteSize(bytes).toString())).isEqualTo(new ByteSize(bytes));
  }

  @Property
  void readsBackWholeUnits(
      @ForAll @IntRange(min = 0, max = 4000) int count, @ForAll @IntRange(max = 4) int power) {
    ByteSize size = new ByteSize((long) count << (power * 10));
    assertThat(ByteSize.parse(size.toString())).isEqualTo(size);
  }
}
