package io.streamlake.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OrderValuesTest {

  @Property(tries = 100)
  void makesJsonOfExactlyTheSize(
      @ForAll long seed, @ForAll @IntRange(min = OrderValues.SMALLEST, max = 2_000) int size)
      throws IOException {
    byte[] value = new OrderValues(seed, size).next();

    assertThat(value).hasSize(size);
    assertThat(new ObjectMapper().readTree(value).isObject()).isTrue();
  }

  @Test
  void makesValuesThatZstdShrinksToAThirdAtMost() throws IOException {
    OrderValues values = new OrderValues(1, 193);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 20_000; i++) {
      all.write(values.next());
    }

    byte[] compressed = Zstd.compress(all.toByteArray(), 3);

    assertThat((double) compressed.length / all.size()).isBetween(0.2, 0.5);
  }

  @Test
  void refusesASizeThatItsFieldsDoNotFitIn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OrderValues(1, 20))
        .withMessageContaining("but is 20");
  }
}
