package io.streamlake.testkit.gcs;

import java.io.IOException;

/** Does what a request asks. Safe for use from any thread. */
final class Operations {

  private final ObjectTable objects;
  private final Permissions permissions;
  private final Inserts inserts;
  private final Sessions sessions;
  private final Reads reads;
  private final Copies copies;

  Operations(ObjectTable objects, Permissions permissions, BodyStore bodies) {
    this.objects = objects;
    this.permissions = permissions;
    this.inserts = new Inserts(objects, bodies);
    this.sessions = new Sessions(objects, bodies);
    this.reads = new Reads(objects, permissions);
    this.copies = new Copies(objects, bodies);
  }

  /** The answer; throws {@link ApiFailure} when the request is refused. */
  Response perform(Arrival arrival, String base) throws IOException {
    Call call = arrival.call();
    permissions.require(call);
    return switch (call.operation()) {
      case INSERT -> created(inserts.insert(arrival), call, base);
      case SESSION_START -> sessions.start(arrival, base);
      case UPLOAD -> sessions.upload(arrival);
      case SESSION_STATUS -> sessions.status(call.head());
      case SESSION_CANCEL -> sessions.cancel(call.head());
      case GET -> reads.get(call, base);
      case MEDIA -> reads.media(call);
      case LIST -> reads.list(call, base);
      case BUCKET_GET -> reads.bucket(call, base);
      case TEST_PERMISSIONS -> reads.testPermissions(call);
      case DELETE -> deleted(call);
      case COMPOSE -> copies.compose(arrival, base);
      case REWRITE -> copies.rewrite(arrival, base);
      case BATCH, OTHER -> throw ApiFailure.notFound();
    };
  }

  /** Lets a session keep what arrives of an upload that a fault is about to drop. */
  void receiveUntilDropped(Arrival arrival) throws IOException {
    if (arrival.head().header("Content-Length").filter("0"::equals).isEmpty()) {
      sessions.upload(arrival);
    }
  }

  void endSession(Call call) throws IOException {
    sessions.end(call.head());
  }

  private Response deleted(Call call) {
    objects.delete(call.path(), call.head());
    return Response.empty(204);
  }

  private static Response created(StoredObject object, Call call, String base) {
    return Response.json(200, FieldMask.of(call.head()).apply(Resources.object(object, base)));
  }
}
