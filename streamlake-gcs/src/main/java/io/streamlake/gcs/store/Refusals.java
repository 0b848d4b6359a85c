package io.streamlake.gcs.store;

import io.streamlake.gcs.store.StoreException.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the refusals of a bucket mean, and what a person can do about them.
 *
 * @param bucket the bucket's name
 * @param location what objects' names are relative to
 * @param account who asks
 * @param kmsKey the key that new objects are encrypted with; empty for the bucket's own
 * @see <a href="https://cloud.google.com/storage/docs/json_api/v1/status-codes">Status codes</a>
 */
record Refusals(String bucket, String location, Supplier<String> account, Optional<String> kmsKey) {

  private static final int UNAUTHENTICATED = 401;
  private static final int POLICY = 412;

  /** Stands alone in what the service says, but within a word in addresses that name a key. */
  private static final Pattern KEY = Pattern.compile("\\bkms\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern WORDS =
      Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  /**
   * Words a refusal.
   *
   * @param status the answer's, 0 if there is none
   */
  StoreException of(Request request, String name, int status, Exception cause) {
    Kind kind = kind(status, cause);
    String what = location + "/" + name + ": " + request.verb + " failed: ";
    String said = (status > 0 ? status + " " : "") + said(cause);
    return new StoreException(kind, what + said + advice(request, kind, status, cause), cause);
  }

  /** Words that the account may not do something, before it is tried. */
  StoreException missing(Request request) {
    return new StoreException(
        Kind.DENIED, location + ": a permission is missing" + grant(request), null);
  }

  private static Kind kind(int status, Exception cause) {
    if (cause instanceof ChangedContentException) {
      return Kind.UNUSABLE;
    }
    if (isAboutKey(status, cause)) {
      return Kind.DENIED;
    }
    if (isAboutChecksum(status, cause)) {
      return Kind.TRANSIENT;
    }
    return switch (status) {
      case UNAUTHENTICATED, 403, POLICY -> Kind.DENIED;
      case 404 -> isAboutSession(cause) ? Kind.TRANSIENT : Kind.MISSING_BUCKET;
      // 410: the upload session is gone; the whole object must be sent again.
      case 408, 409, 410, 429 -> Kind.TRANSIENT;
      default -> status >= 400 && status < 500 ? Kind.UNUSABLE : Kind.TRANSIENT;
    };
  }

  /** Keys that are disabled, elsewhere or not to be used are a person's business, whatever 4xx. */
  private static boolean isAboutKey(int status, Exception cause) {
    return (status == 400 || status == 403 || status == 404) && KEY.matcher(said(cause)).find();
  }

  /**
   * Whether a 404 is an upload session's, which is unknown instead of gone. Its address, which no
   * other request has, stands in the client's message.
   *
   * @see <a href="https://cloud.google.com/storage/docs/resumable-uploads">Resumable uploads</a>
   */
  private static boolean isAboutSession(Exception cause) {
    return String.valueOf(cause.getMessage()).contains("upload_id=") && !isAboutBucket(cause);
  }

  /** Whether it is the bucket that does not exist. */
  static boolean isAboutBucket(Exception cause) {
    return message(cause).contains("bucket does not exist");
  }

  /** Whether the bytes that arrived are not those whose checksum was sent. */
  static boolean isAboutChecksum(int status, Exception cause) {
    return status == 400 && message(cause).contains("doesn't match calculated");
  }

  /** Whether a 412 is about the request's own precondition, which is that there is no object. */
  static boolean isAboutPrecondition(Exception cause) {
    return message(cause).contains("pre-conditions you specified");
  }

  private static String message(Exception cause) {
    return said(cause).toLowerCase(Locale.ROOT);
  }

  /**
   * The service's own words. The client has them in its message, but for uploads by session only in
   * the JSON of the cause, behind a dump of the request.
   */
  private static String said(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher words = WORDS.matcher(String.valueOf(cause.getMessage()));
      if (words.find()) {
        return words.group(1).replace("\\\"", "\"");
      }
    }
    return String.valueOf(failure.getMessage());
  }

  private String advice(Request request, Kind kind, int status, Exception cause) {
    return switch (kind) {
      case DENIED -> isAboutKey(status, cause) ? grantKey() : permit(request, status);
      case MISSING_BUCKET ->
          "; create the bucket gs://" + bucket + ", or correct raw-zone.location";
      case UNUSABLE -> "; the request cannot succeed as it stands";
      case TRANSIENT -> "; it can be tried again";
    };
  }

  private String permit(Request request, int status) {
    return switch (status) {
      case UNAUTHENTICATED ->
          "; " + account.get() + " was not accepted: correct or renew raw-zone.gcs.credentials";
      case POLICY -> "; an organisation policy or another condition refuses it for gs://" + bucket;
      default -> grant(request);
    };
  }

  private String grant(Request request) {
    return "; grant "
        + request.permission()
        + " on gs://"
        + bucket
        + " to "
        + account.get()
        + " (roles/storage.objectCreator and roles/storage.objectViewer have all that is needed)";
  }

  private String grantKey() {
    return "; grant roles/cloudkms.cryptoKeyEncrypterDecrypter on "
        + kmsKey.orElse("the bucket's default key")
        + " to the Cloud Storage service agent of the project of gs://"
        + bucket
        + " (service-<project number>@gs-project-accounts.iam.gserviceaccount.com), and see that"
        + " the key exists, is enabled and lies in the bucket's location";
  }
}
