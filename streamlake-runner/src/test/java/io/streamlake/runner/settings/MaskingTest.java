package io.streamlake.runner.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "streamlake.kafka.ssl.key.password",
        "streamlake.kafka.ssl.keystore.password",
        "streamlake.kafka.sasl.jaas.config",
        "streamlake.consumer.sasl.jaas.config",
        "streamlake.kafka.listener.name.sasl.jaas.config",
        "streamlake.kafka.ssl.keystore.key",
        "streamlake.kafka.sasl.oauthbearer.client.credentials.client.secret",
        "streamlake.kafka.basic.auth.user.info",
        "streamlake.kafka.my.token",
        "PASSWORD"
      })
  void hidesValuesOfSecretNames(String name) {
    assertThat(Masking.shown(name, "hunter2")).doesNotContain("hunter2").isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "streamlake.dataset, orders",
    "streamlake.kafka.bootstrap.servers, 'a:9092,b:9092'",
    "streamlake.raw-zone.location, gs://bucket/prefix",
    "streamlake.raw-zone.gcs.kms-key, projects/p/locations/eu/keyRings/r/cryptoKeys/k",
    "streamlake.kafka.ssl.keystore.type, PEM"
  })
  void showsEverythingElse(String name, String value) {
    assertThat(Masking.shown(name, value)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://me:hunter2@host/x",
        "https://hunter2@host",
        "http://u:a/hunter2@h",
        "x,http://u:hunter2@h"
      })
  void hidesCredentialsInUrls(String value) {
    assertThat(Masking.shown("streamlake.raw-zone.gcs.endpoint", value))
        .doesNotContain("hunter2")
        .contains("@h");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN PRIVATE KEY-----hunter2",
        "{\"private_key\": \"hunter2\"}",
        "PlainLoginModule required password=\"hunter2\";"
      })
  void hidesWhatLooksLikeASecretUnderAnyName(String value) {
    assertThat(Masking.shown("streamlake.dataset", value)).doesNotContain("hunter2");
  }

  @Test
  void hidesSecretsOfTheKafkaClientsText() {
    KafkaClients kafka =
        new KafkaClients(
            Map.of("bootstrap.servers", "b:1", "sasl.jaas.config", "hunter2"),
            Map.of("group.id", "g", "ssl.key.password", "hunter2"));
    assertThat(kafka.toString()).contains("b:1", "sasl.jaas.config").doesNotContain("hunter2");
  }
}
