package io.streamlake.testkit.gcs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One resumable upload: what has arrived, and how it ended
 * (https://cloud.google.com/storage/docs/resumable-uploads). Once it has ended, every further
 * request gets the same answer, so a lost answer can be asked for again.
 */
final class Session {

  private final ObjectPath path;
  private final ObjectNode metadata;
  private final ObjectNode settings;
  private final Preconditions preconditions;
  private final RequestHead opening;
  private final ObjectTable objects;
  private final BodyStore bodies;
  private final String base;
  private Spool spool;
  private @Nullable Response ending;

  Session(Arrival arrival, ObjectTable objects, BodyStore bodies, String base) {
    this.path = arrival.call().path();
    this.metadata = arrival.metadata();
    this.settings = KmsKey.into(Resources.settings(metadata), arrival.head());
    this.preconditions = Preconditions.of(arrival.head());
    this.opening = arrival.head();
    this.objects = objects;
    this.bodies = bodies;
    this.base = base;
    this.spool = new Spool(bodies);
  }

  synchronized Response status() {
    return ending == null ? incomplete() : ending;
  }

  synchronized Response upload(Arrival arrival) throws IOException {
    if (ending != null) {
      return ending;
    }
    Optional<String> header = arrival.head().header("Content-Range");
    if (header.isEmpty()) {
      return whole(arrival);
    }
    ContentRange range = ContentRange.parse(header.get());
    if (range.first().isPresent()) {
      return chunk(arrival, range, range.first().getAsLong());
    }
    return range.isLast() && range.total().getAsLong() == spool.size()
        ? finish(arrival.head())
        : incomplete();
  }

  synchronized void cancel() throws IOException {
    spool.discard();
    ending = new ApiFailure(499, "cancelled", "The upload was cancelled.").response();
  }

  synchronized void end() throws IOException {
    spool.discard();
    ending = ApiFailure.sessionGone().response();
  }

  private Response whole(Arrival arrival) throws IOException {
    spool.discard();
    spool = new Spool(bodies);
    spool.takeAll(arrival.content());
    return finish(arrival.head());
  }

  private Response chunk(Arrival arrival, ContentRange range, long first) throws IOException {
    if (first > spool.size()) {
      return beyond(first);
    }
    InputStream content = arrival.content();
    content.skipNBytes(spool.size() - first);
    if (!range.isLast()) {
      spool.takeBlocks(content);
      return incomplete();
    }
    spool.takeAll(content);
    return spool.size() == range.total().getAsLong()
        ? finish(arrival.head())
        : refuse(wrongSize(range.total().getAsLong()));
  }

  private Response finish(RequestHead head) throws IOException {
    try {
      Content content = spool.finish();
      Checksums.of(metadata, head).verify(content);
      Checksums.of(metadata, opening).verify(content);
      StoredObject created =
          objects.create(new ObjectTable.Creation(path, settings, content), preconditions);
      ending = Response.json(200, FieldMask.of(opening).apply(Resources.object(created, base)));
      return ending;
    } catch (ApiFailure e) {
      return refuse(e);
    }
  }

  private Response refuse(ApiFailure failure) throws IOException {
    spool.discard();
    ending = failure.response();
    return ending;
  }

  private Response incomplete() {
    Response response = Response.empty(308);
    long size = spool.size();
    return size == 0 ? response : response.with("Range", "bytes=0-" + (size - 1));
  }

  private Response beyond(long first) {
    return Response.text(
        503,
        String.format(
            "Invalid request.  According to the Content-Range header, the upload offset is %d"
                + " byte(s), which exceeds already uploaded size of %d byte(s).",
            first, spool.size()));
  }

  private ApiFailure wrongSize(long total) {
    return ApiFailure.invalid(
        String.format(
            "Invalid request.  %d byte(s) arrived of an upload of %d byte(s).",
            spool.size(), total));
  }
}
