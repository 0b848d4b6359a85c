package io.streamlake.runner.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlake.core.StreamLakeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;

class KafkaLogsTest {

  @Test
  void saysThatTheBrokerDoesNotAnswer() throws IOException {
    String address = "127.0.0.1:" + closedPort();
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers", address,
            "default.api.timeout.ms", 200,
            "request.timeout.ms", 100);
    try (Admin admin = Admin.create(config)) {
      Answers answers = new Answers(address, Duration.ofSeconds(5));
      KafkaLogs logs = new KafkaLogs(admin, answers, IsolationLevel.READ_COMMITTED, "group");

      assertThatThrownBy(() -> logs.ask("orders"))
          .isInstanceOf(StreamLakeException.class)
          .hasMessageContaining(address);
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
