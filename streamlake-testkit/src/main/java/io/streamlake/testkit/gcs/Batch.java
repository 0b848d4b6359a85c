package io.streamlake.testkit.gcs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Several calls in one request (https://cloud.google.com/storage/docs/batch): done one after the
 * other, each recorded and answered in its own part. Used by the connection's thread alone.
 */
final class Batch {

  private static final String BOUNDARY = "batch_streamlake";
  private static final int MAX_CALLS = 100;

  /** Bytes of objects travel in no batch, neither up nor down. */
  private static final Set<Operation> REFUSED =
      EnumSet.of(
          Operation.INSERT,
          Operation.SESSION_START,
          Operation.UPLOAD,
          Operation.SESSION_STATUS,
          Operation.SESSION_CANCEL,
          Operation.MEDIA,
          Operation.BATCH);

  private final Exchange.Services services;
  private final String base;
  private final boolean answered;
  private final ByteArrayOutputStream answers = new ByteArrayOutputStream();

  Batch(Exchange.Services services, String base, boolean answered) {
    this.services = services;
    this.base = base;
    this.answered = answered;
  }

  Response perform(Arrival arrival) throws IOException {
    String contentType = arrival.head().header("Content-Type").orElse("");
    Multipart parts = new Multipart(arrival.content(), contentType);
    int calls = 0;
    for (Optional<Map<String, String>> part = parts.next(); part.isPresent(); part = parts.next()) {
      if (++calls > MAX_CALLS) {
        throw ApiFailure.invalid("A batch has more than " + MAX_CALLS + " calls");
      }
      write(part.get(), call(parts.content()));
    }
    answers.writeBytes(ascii("--" + BOUNDARY + "--\r\n"));
    return Response.of(
        200,
        Map.of("Content-Type", "multipart/mixed; boundary=" + BOUNDARY),
        answers.toByteArray());
  }

  private Response call(InputStream part) throws IOException {
    RequestReader reader = new RequestReader(part);
    RequestHead head =
        reader.head().orElseThrow(() -> ApiFailure.invalid("A part of a batch has no request"));
    Call call = Router.route(head);
    RequestBody body = new RequestBody(reader.body(head), answers, false);
    Response response = answer(call, body);
    services
        .log()
        .add(
            new RecordedRequest(
                call,
                body.count(),
                new RecordedRequest.Outcome(response.status(), answered, Optional.empty())));
    return response;
  }

  private Response answer(Call call, RequestBody body) throws IOException {
    try {
      if (REFUSED.contains(call.operation())) {
        throw ApiFailure.invalid("Not in a batch: " + call.operation());
      }
      return services.operations().perform(Intake.read(call, body), base);
    } catch (ApiFailure e) {
      return e.response();
    }
  }

  private void write(Map<String, String> part, Response response) throws IOException {
    answers.writeBytes(ascii("--" + BOUNDARY + "\r\nContent-Type: application/http\r\n"));
    String id = part.getOrDefault("Content-ID", "");
    if (id.startsWith("<")) {
      answers.writeBytes(ascii("Content-ID: <response-" + id.substring(1) + "\r\n"));
    }
    answers.writeBytes(ascii("\r\n"));
    new ResponseWriter(answers).write(response, false, ResponseWriter.Flow.upTo(Long.MAX_VALUE));
    answers.writeBytes(ascii("\r\n"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
