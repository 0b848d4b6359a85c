package io.streamlake.testkit.gcs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A request that is refused, in Google's words (
 * https://cloud.google.com/storage/docs/json_api/v1/status-codes).
 */
final class ApiFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String reason;

  ApiFailure(int status, String reason, String message) {
    super(message, null, false, false);
    this.status = status;
    this.reason = reason;
  }

  static ApiFailure noBucket() {
    return new ApiFailure(404, "notFound", "The specified bucket does not exist.");
  }

  static ApiFailure noObject(ObjectPath path) {
    return new ApiFailure(404, "notFound", "No such object: " + path);
  }

  static ApiFailure notFound() {
    return new ApiFailure(404, "notFound", "Not Found");
  }

  static ApiFailure conditionNotMet() {
    return new ApiFailure(
        412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
  }

  static ApiFailure invalid(String message) {
    return new ApiFailure(400, "invalid", message);
  }

  static ApiFailure sessionGone() {
    return new ApiFailure(410, "gone", "The resumable upload session is gone; start a new one.");
  }

  static ApiFailure forbidden(String permission, String resource) {
    return new ApiFailure(
        403,
        "forbidden",
        String.format(
            "Anonymous caller does not have %1$s access to the Google Cloud Storage %2$s."
                + " Permission '%1$s' denied on resource (or it may not exist).",
            permission, resource));
  }

  /** See https://github.com/googleapis/nodejs-storage/issues/1254 for the words. */
  static ApiFailure keyForbidden() {
    return new ApiFailure(
        403,
        "forbidden",
        "Permission denied on Cloud KMS key. Please ensure that your Cloud Storage service account"
            + " has been authorized to use this key.");
  }

  static ApiFailure discarded(ObjectPath path) {
    return new ApiFailure(
        501, "notImplemented", "The bytes of " + path + " were discarded on arrival.");
  }

  /** What Google says with a status that a fault asked for. */
  static ApiFailure ofStatus(int status) {
    return switch (status) {
      case 401 -> new ApiFailure(status, "authError", "Invalid Credentials");
      case 403 -> new ApiFailure(status, "forbidden", "Access denied.");
      case 404 -> notFound();
      case 408 -> new ApiFailure(status, "requestTimeout", "Request timed out.");
      case 410 -> sessionGone();
      case 412 -> conditionNotMet();
      case 429 ->
          new ApiFailure(
              status,
              "rateLimitExceeded",
              "The object exceeded the rate limit for object mutation operations (create, update,"
                  + " and delete). Please reduce your request rate. See"
                  + " https://cloud.google.com/storage/docs/gcs429.");
      case 500 ->
          new ApiFailure(
              status, "internalError", "We encountered an internal error. Please try again.");
      case 502, 503, 504 ->
          new ApiFailure(
              status, "backendError", "We encountered an internal error. Please try again.");
      default -> new ApiFailure(status, "fault", "A fault answered this status.");
    };
  }

  ApiFailure saying(String words) {
    return new ApiFailure(status, reason, words);
  }

  int status() {
    return status;
  }

  /** The refusal as it is answered; a 304 has no body. */
  Response response() {
    if (status == 304) {
      return Response.empty(304);
    }
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode error = root.putObject("error");
    error.put("code", status).put("message", getMessage());
    ObjectNode detail = error.putArray("errors").addObject();
    detail.put("message", getMessage()).put("domain", "global").put("reason", reason);
    if (status == 412) {
      detail.put("locationType", "header").put("location", "If-Match");
    }
    return Response.json(status, root);
  }
}
