package io.streamlake.testkit.gcs;

/**
 * A request, understood.
 *
 * @param bucket empty where the request names none
 * @param object empty where the request names none in its path or query
 */
record Call(Operation operation, String bucket, String object, RequestHead head) {

  Call withHead(RequestHead other) {
    return new Call(operation, bucket, object, other);
  }

  ObjectPath path() {
    return new ObjectPath(bucket, object);
  }
}
