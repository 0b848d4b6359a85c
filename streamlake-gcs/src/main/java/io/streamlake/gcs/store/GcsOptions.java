package io.streamlake.gcs.store;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How to reach Google Cloud Storage.
 *
 * @param endpoint the server's address, as in {@code http://127.0.0.1:4443}; empty for Google's
 * @param project the project that requests are made for; empty for the credentials' own
 * @param credentials {@code default} (application default credentials), {@code none}, or the path
 *     of a key file of any kind, workload identity federation included
 * @param kmsKey the Cloud KMS key that encrypts what is created, {@code
 *     projects/P/locations/L/keyRings/R/cryptoKeys/K}; empty for the bucket's own default
 * @param retries how long one request is tried again inside Google's client
 */
public record GcsOptions(
    Optional<String> endpoint,
    Optional<String> project,
    String credentials,
    Optional<String> kmsKey,
    Retries retries) {

  /** {@link #credentials} that asks for Google's application default credentials. */
  public static final String DEFAULT_CREDENTIALS = "default";

  /** {@link #credentials} that sends none. */
  public static final String NO_CREDENTIALS = "none";

  private static final Pattern KMS_KEY =
      Pattern.compile("projects/[^/\\s]+/locations/[^/\\s]+/keyRings/[^/\\s]+/cryptoKeys/[^/\\s]+");

  /** Checks the components. */
  public GcsOptions {
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(project, "project");
    Objects.requireNonNull(retries, "retries");
    if (credentials.isBlank()) {
      throw new IllegalArgumentException(
          "credentials must be default, none or the path of a key file");
    }
    if (kmsKey.filter(key -> !KMS_KEY.matcher(key).matches()).isPresent()) {
      throw new IllegalArgumentException(
          "kmsKey must be projects/P/locations/L/keyRings/R/cryptoKeys/K, not " + kmsKey.get());
    }
  }

  /**
   * Google's own service with application default credentials.
   *
   * @return the defaults
   */
  public static GcsOptions defaults() {
    return new GcsOptions(
        Optional.empty(),
        Optional.empty(),
        DEFAULT_CREDENTIALS,
        Optional.empty(),
        Retries.defaults());
  }

  /**
   * A server that asks for no credentials.
   *
   * @param endpoint the server's address
   * @return options for it
   */
  public static GcsOptions emulator(String endpoint) {
    String url = endpoint.contains("://") ? endpoint : "http://" + endpoint;
    return new GcsOptions(
        Optional.of(url), Optional.empty(), NO_CREDENTIALS, Optional.empty(), Retries.defaults());
  }

  /**
   * The same with other retries.
   *
   * @param other how long a request is tried again
   * @return new options
   */
  public GcsOptions withRetries(Retries other) {
    return new GcsOptions(endpoint, project, credentials, kmsKey, other);
  }

  /**
   * The same with a key of the caller's own.
   *
   * @param key the Cloud KMS key that encrypts what is created
   * @return new options
   * @throws IllegalArgumentException if it is not the name of a key
   * @see <a href="https://cloud.google.com/storage/docs/encryption/customer-managed-keys">Customer
   *     managed encryption keys</a>
   */
  public GcsOptions withKmsKey(String key) {
    return new GcsOptions(endpoint, project, credentials, Optional.of(key), retries);
  }

  /**
   * These options in an environment that may name an emulator, as Google's clients understand it:
   * the emulator is used, without credentials, unless an endpoint is set.
   *
   * @param emulatorHost the value of {@code STORAGE_EMULATOR_HOST}; empty or blank if not set
   * @return these options, or the emulator's
   */
  GcsOptions in(Optional<String> emulatorHost) {
    if (endpoint.isPresent() || emulatorHost.filter(host -> !host.isBlank()).isEmpty()) {
      return this;
    }
    GcsOptions emulator = emulator(emulatorHost.get());
    return new GcsOptions(emulator.endpoint, project, NO_CREDENTIALS, kmsKey, retries);
  }

  /**
   * Retries of one request inside Google's client; callers try again above it.
   *
   * @param initialDelay the wait before the second attempt; doubles from there
   * @param maxDelay the longest wait
   * @param total the time for all attempts
   * @param attempts how many attempts, at least one
   */
  public record Retries(Duration initialDelay, Duration maxDelay, Duration total, int attempts) {

    /** Checks the components. */
    public Retries {
      if (initialDelay.isNegative() || maxDelay.isNegative() || total.isNegative()) {
        throw new IllegalArgumentException(
            "delays must not be negative: " + initialDelay + ", " + maxDelay + ", " + total);
      }
      if (attempts < 1) {
        throw new IllegalArgumentException("attempts must be positive: " + attempts);
      }
    }

    /**
     * Those of Google's client.
     *
     * @return 1 s, up to 32 s, 50 s in all, 6 attempts
     */
    public static Retries defaults() {
      return new Retries(Duration.ofSeconds(1), Duration.ofSeconds(32), Duration.ofSeconds(50), 6);
    }
  }
}
