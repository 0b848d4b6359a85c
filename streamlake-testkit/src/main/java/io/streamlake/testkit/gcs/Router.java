package io.streamlake.testkit.gcs;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which operation is this request, and on what? A pure function of the request's head. */
final class Router {

  private static final Pattern BUCKET = Pattern.compile("/storage/v1/b/([^/]+)");
  private static final Pattern PERMISSIONS =
      Pattern.compile("/storage/v1/b/([^/]+)/iam/testPermissions");
  private static final Pattern UPLOAD =
      Pattern.compile("(?:/resumable)?/upload/storage/v1/b/([^/]+)/o");
  private static final Pattern BATCH = Pattern.compile("/batch(?:/storage/v1)?");
  private static final Pattern LIST = Pattern.compile("/storage/v1/b/([^/]+)/o");
  private static final Pattern OBJECT =
      Pattern.compile("(/download)?/storage/v1/b/([^/]+)/o/([^/]+)");
  private static final Pattern COMPOSE = Pattern.compile("/storage/v1/b/([^/]+)/o/([^/]+)/compose");
  private static final Pattern REWRITE =
      Pattern.compile("/storage/v1/b/[^/]+/o/[^/]+/(?:rewriteTo|copyTo)/b/([^/]+)/o/([^/]+)");

  private Router() {}

  static Call route(RequestHead head) {
    return upload(head)
        .or(() -> object(head))
        .or(() -> match(head, LIST, "GET", Operation.LIST))
        .or(() -> match(head, BUCKET, "GET", Operation.BUCKET_GET))
        .or(() -> match(head, PERMISSIONS, "GET", Operation.TEST_PERMISSIONS))
        .or(() -> match(head, COMPOSE, "POST", Operation.COMPOSE))
        .or(() -> match(head, REWRITE, "POST", Operation.REWRITE))
        .orElseGet(() -> new Call(aboutNoBucket(head), "", "", head));
  }

  private static Operation aboutNoBucket(RequestHead head) {
    boolean isBatch = head.method().equals("POST") && BATCH.matcher(head.path()).matches();
    return isBatch ? Operation.BATCH : Operation.OTHER;
  }

  private static Optional<Call> match(
      RequestHead head, Pattern pattern, String method, Operation operation) {
    Matcher matcher = pattern.matcher(head.path());
    if (!method.equals(head.method()) || !matcher.matches()) {
      return Optional.empty();
    }
    String object = matcher.groupCount() < 2 ? "" : RequestHead.decode(matcher.group(2));
    return Optional.of(new Call(operation, RequestHead.decode(matcher.group(1)), object, head));
  }

  private static Optional<Call> object(RequestHead head) {
    Matcher matcher = OBJECT.matcher(head.path());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Operation operation =
        switch (head.method()) {
          case "GET", "HEAD" -> isMedia(head, matcher) ? Operation.MEDIA : Operation.GET;
          case "DELETE" -> Operation.DELETE;
          default -> Operation.OTHER;
        };
    String bucket = RequestHead.decode(matcher.group(2));
    return Optional.of(new Call(operation, bucket, RequestHead.decode(matcher.group(3)), head));
  }

  private static boolean isMedia(RequestHead head, Matcher matcher) {
    return matcher.group(1) != null || head.parameter("alt").filter("media"::equals).isPresent();
  }

  private static Optional<Call> upload(RequestHead head) {
    Matcher matcher = UPLOAD.matcher(head.path());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String name = head.parameter("name").orElse("");
    return Optional.of(
        new Call(uploadOperation(head), RequestHead.decode(matcher.group(1)), name, head));
  }

  private static Operation uploadOperation(RequestHead head) {
    boolean hasSession = head.parameter("upload_id").isPresent();
    boolean isResumable = head.parameter("uploadType").filter("resumable"::equals).isPresent();
    return switch (head.method()) {
      case "PUT" -> hasSession ? sessionOperation(head) : Operation.OTHER;
      case "DELETE" -> hasSession ? Operation.SESSION_CANCEL : Operation.OTHER;
      case "POST" -> {
        if (hasSession) {
          yield sessionOperation(head);
        }
        yield isResumable ? Operation.SESSION_START : Operation.INSERT;
      }
      default -> Operation.OTHER;
    };
  }

  private static Operation sessionOperation(RequestHead head) {
    boolean asks =
        head.header("Content-Range")
            .map(range -> range.replace(" ", "").equals("bytes*/*"))
            .orElse(false);
    return asks ? Operation.SESSION_STATUS : Operation.UPLOAD;
  }
}
