package io.streamlake.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

// trap 20
final class CloseStepsTest {

  private final List<String> ran = new ArrayList<>();

  @Test
  void runsEachStepThoughTheOneBeforeItFailed() {
    IOException first = new IOException("first");
    IOException second = new IOException("second");
    CloseSteps steps = new CloseSteps(null);

    steps.run(() -> fail(first));
    steps.run(() -> ran.add("b"));
    steps.run(() -> fail(second));

    assertThat(ran).containsExactly("b");
    assertThat(steps.failure()).isSameAs(first).hasSuppressedException(second);
  }

  @Test
  void runsEachStepThoughTheOneBeforeItThrewAnError() {
    StackOverflowError error = new StackOverflowError("first");
    CloseSteps steps = new CloseSteps(null);

    steps.run(
        () -> {
          throw error;
        });
    steps.run(() -> ran.add("b"));

    assertThat(ran).containsExactly("b");
    assertThat(steps.failure()).isSameAs(error);
  }

  @Test
  void keepsTheCauseThatItBeganWith() {
    IOException cause = new IOException("cause");
    IOException later = new IOException("later");
    CloseSteps steps = new CloseSteps(cause);

    steps.run(() -> fail(later));
    steps.run(() -> fail(cause));

    assertThat(steps.failure()).isSameAs(cause).hasSuppressedException(later);
  }

  @Test
  void hasNoFailureWhereNothingFailed() {
    CloseSteps steps = new CloseSteps(null);
    steps.run(() -> ran.add("a"));

    assertThat(steps.failure()).isNull();
  }

  private static void fail(IOException failure) throws IOException {
    throw failure;
  }
}
