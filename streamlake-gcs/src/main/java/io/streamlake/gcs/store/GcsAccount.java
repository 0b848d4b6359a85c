package io.streamlake.gcs.store;

import com.google.auth.Credentials;
import com.google.auth.Retryable;
import com.google.auth.ServiceAccountSigner;
import com.google.auth.oauth2.ExternalAccountCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import io.streamlake.gcs.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * On whose behalf requests are made. Key files may be of any kind that Google's library reads:
 * service accounts, workload identity federation ({@code external_account}), impersonation, users.
 * Safe for use from any thread.
 *
 * @see <a href="https://cloud.google.com/docs/authentication/application-default-credentials">How
 *     application default credentials work</a>
 */
final class GcsAccount {

  /** Finds the credentials that an environment provides. */
  interface DefaultCredentials {
    Credentials find() throws IOException;
  }

  private final Credentials credentials;
  private final String source;

  private GcsAccount(Credentials credentials, String source) {
    this.credentials = credentials;
    this.source = source;
  }

  /** Opens the account; nothing is asked of the network unless the environment has to be. */
  static GcsAccount open(String location, GcsOptions options) {
    return open(location, options, GoogleCredentials::getApplicationDefault);
  }

  static GcsAccount open(String location, GcsOptions options, DefaultCredentials environment) {
    try {
      return switch (options.credentials()) {
        case GcsOptions.NO_CREDENTIALS ->
            new GcsAccount(NoCredentials.getInstance(), "everybody (credentials: none)");
        case GcsOptions.DEFAULT_CREDENTIALS ->
            new GcsAccount(environment.find(), "application default credentials");
        default -> ofKeyFile(Path.of(options.credentials()));
      };
    } catch (IOException missing) {
      throw new StoreException(
          Kind.DENIED,
          location
              + ": no credentials ("
              + options.credentials()
              + "): "
              + missing.getMessage()
              + "; set raw-zone.gcs.credentials to a readable key file, provide application default"
              + " credentials, or say 'none' for a server that asks for none",
          missing);
    }
  }

  private static GcsAccount ofKeyFile(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new GcsAccount(GoogleCredentials.fromStream(in), "key file " + file);
    }
  }

  Credentials credentials() {
    return credentials;
  }

  /** Who that is, for people; may ask the machine's metadata server. */
  String name() {
    return email().map(email -> email + " (" + source + ")").orElse(source);
  }

  private Optional<String> email() {
    if (credentials instanceof ExternalAccountCredentials external) {
      return Optional.ofNullable(external.getServiceAccountEmail());
    }
    return credentials instanceof ServiceAccountSigner signer ? account(signer) : Optional.empty();
  }

  /** On Google's machines their metadata server is asked, and may not answer. */
  private static Optional<String> account(ServiceAccountSigner signer) {
    try {
      return Optional.ofNullable(signer.getAccount());
    } catch (RuntimeException unknown) {
      return Optional.empty();
    }
  }

  /** Whether a request failed because the account was not accepted, and no other try can help. */
  static boolean isRefused(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Retryable login) {
        return !login.isRetryable();
      }
    }
    return false;
  }
}
