package io.streamlake.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

final class FailureClassifierTest {

  private final FailureClassifier defaults = FailureClassifier.defaults();

  @Test
  void knowsByItselfWhatARecordIsToBlameForAndWhatItIsNot() {
    assertThat(defaults.kindOf(new InvalidRecordException("validate", "…", null)))
        .contains(FailureKind.FATAL);
    assertThat(defaults.kindOf(new SerializationException("…"))).contains(FailureKind.FATAL);
    assertThat(SerializationException.class).isAssignableFrom(RecordDeserializationException.class);
    assertThat(defaults.kindOf(new OutageException("…", null))).contains(FailureKind.OUTAGE);
    assertThat(defaults.kindOf(new IOException())).isEmpty();
  }

  @Test
  void sortsAClassWithItsSubclasses() {
    FailureClassifier classifier = FailureClassifier.of(IOException.class, FailureKind.OUTAGE);

    assertThat(classifier.kindOf(new FileNotFoundException())).contains(FailureKind.OUTAGE);
    assertThat(classifier.kindOf(new RuntimeException())).isEmpty();
  }

  @Test
  void asksTheOtherOnlyAboutWhatItDoesNotKnow() {
    FailureClassifier classifier =
        FailureClassifier.of(SerializationException.class, FailureKind.STOP).orElse(defaults);

    assertThat(classifier.kindOf(new SerializationException("…"))).contains(FailureKind.STOP);
    assertThat(classifier.kindOf(new OutageException("…", null))).contains(FailureKind.OUTAGE);
  }
}
