package io.streamlake.runner.job;

import io.streamlake.runner.cli.SurroundingsException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;

/**
 * Waits for what a cluster answers. Safe for use by several threads.
 *
 * @param bootstrapServers where the cluster is, for people
 * @param timeout how long to wait for each answer
 */
record Answers(String bootstrapServers, Duration timeout) {

  /**
   * Waits for an answer; a broker that gives none needs a person.
   *
   * @throws SurroundingsException if it gives none, or refuses
   */
  <T> T of(KafkaFuture<T> answer) {
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw missing(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw missing(" within " + timeout.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw missing(e);
    }
  }

  SurroundingsException missing(Throwable cause) {
    return missing(": " + cause, cause);
  }

  private SurroundingsException missing(String how, Throwable cause) {
    return new SurroundingsException(
        "the Kafka cluster at " + bootstrapServers + " did not answer" + how,
        "check streamlake.kafka.bootstrap.servers and security.protocol, the network, and the"
            + " credentials and permissions of this client",
        cause);
  }
}
