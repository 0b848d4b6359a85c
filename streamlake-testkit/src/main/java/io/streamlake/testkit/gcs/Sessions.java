package io.streamlake.testkit.gcs;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The resumable sessions that are open or finished. Safe for use from any thread. */
final class Sessions {

  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final ObjectTable objects;
  private final BodyStore bodies;

  Sessions(ObjectTable objects, BodyStore bodies) {
    this.objects = objects;
    this.bodies = bodies;
  }

  /** Opens a session; the answer's Location is where its bytes go. */
  Response start(Arrival arrival, String base) {
    ObjectPath path = arrival.call().path();
    objects.bucket(path.bucket());
    String id = UUID.randomUUID().toString();
    sessions.put(id, new Session(arrival, objects, bodies, base));
    String location =
        String.format(
            "%s/upload/storage/v1/b/%s/o?uploadType=resumable&name=%s&upload_id=%s",
            base, Resources.encode(path.bucket()), Resources.encode(path.name()), id);
    return Response.empty(200).with("Location", location).with("X-GUploader-UploadID", id);
  }

  Response upload(Arrival arrival) throws IOException {
    return session(arrival.head()).upload(arrival);
  }

  Response status(RequestHead head) {
    return session(head).status();
  }

  Response cancel(RequestHead head) throws IOException {
    Session session = session(head);
    sessions.remove(id(head));
    session.cancel();
    return Response.empty(499);
  }

  /** Ends a session as the service does when it lost it: from now on it is 410. */
  void end(RequestHead head) throws IOException {
    Session session = sessions.get(id(head));
    if (session != null) {
      session.end();
    }
  }

  private Session session(RequestHead head) {
    Session session = sessions.get(id(head));
    if (session == null) {
      throw ApiFailure.notFound();
    }
    return session;
  }

  private static String id(RequestHead head) {
    return head.parameter("upload_id").orElse("");
  }
}
