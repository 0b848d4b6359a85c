package io.streamlake.core.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

// trap 4
final class CommitOutcomeTest {

  @ParameterizedTest(name = "{0} means {1}")
  @MethodSource("rows")
  void meansWhatTheTableSays(Exception failure, CommitOutcome expected) {
    assertThat(CommitOutcome.of(failure)).isEqualTo(expected);
  }

  static Stream<Arguments> rows() {
    return Stream.of(
        arguments(new RebalanceInProgressException("…"), CommitOutcome.AGAIN_AFTER_POLL),
        arguments(new RetriableCommitFailedException("…"), CommitOutcome.AGAIN),
        arguments(new TimeoutException("…"), CommitOutcome.AGAIN),
        arguments(new DisconnectException("…"), CommitOutcome.AGAIN),
        arguments(new NotCoordinatorException("…"), CommitOutcome.AGAIN),
        arguments(new CoordinatorNotAvailableException("…"), CommitOutcome.AGAIN),
        arguments(new CoordinatorLoadInProgressException("…"), CommitOutcome.AGAIN),
        arguments(new UnknownTopicOrPartitionException("…"), CommitOutcome.AGAIN),
        arguments(new WakeupException(), CommitOutcome.AGAIN),
        arguments(new CommitFailedException("…"), CommitOutcome.STALE),
        arguments(new StaleMemberEpochException("…"), CommitOutcome.STALE),
        arguments(new UnknownMemberIdException("…"), CommitOutcome.STALE),
        arguments(new IllegalGenerationException("…"), CommitOutcome.STALE),
        arguments(new FencedInstanceIdException("…"), CommitOutcome.FATAL),
        arguments(new GroupAuthorizationException("orders"), CommitOutcome.FATAL),
        arguments(new TopicAuthorizationException("orders"), CommitOutcome.FATAL),
        arguments(new SaslAuthenticationException("…"), CommitOutcome.FATAL),
        arguments(new OffsetMetadataTooLarge("…"), CommitOutcome.FATAL),
        arguments(new InterruptException("…"), CommitOutcome.FATAL),
        arguments(new KafkaException("Unexpected error in commit: …"), CommitOutcome.FATAL),
        arguments(new IllegalStateException("a bug"), CommitOutcome.FATAL));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void passesUnlessAPersonIsNeeded(Exception failure, CommitOutcome expected) {
    assertThat(CommitOutcome.of(failure).isPassing()).isEqualTo(expected != CommitOutcome.FATAL);
  }
}
