package io.streamlake.testkit.gcs;

import io.streamlake.testkit.gcs.Effect.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request from its head to its answer, with the fault that strikes it. Used by the connection's
 * thread alone.
 */
final class Exchange {

  /** What all exchanges of a server share. */
  record Services(Operations operations, Faults faults, RequestLog log, String uri) {}

  private final Services services;
  private final RequestBody body;
  private Call call;
  private @Nullable Effect effect;
  private int status;
  private boolean answered;

  Exchange(Services services, RequestHead head, RequestBody body) {
    this.services = services;
    this.body = body;
    this.call = Router.route(head);
  }

  /** Answers the request; false when the connection must be closed. */
  boolean run(ResponseWriter writer) throws IOException {
    Response response = recorded();
    if (!answered) {
      return false;
    }
    ResponseWriter.Flow flow = flow();
    boolean close =
        call.head().wantsClose() || body.isAwaited() || flow.maxBody() < response.length();
    boolean hasBody = !call.head().method().equals("HEAD");
    writer.write(response, close, hasBody ? flow : ResponseWriter.Flow.upTo(0));
    return !close;
  }

  /** Decides on the answer, and records it before the client can know of it. */
  private Response recorded() throws IOException {
    try {
      Response response = decide();
      status = response.status();
      if (!body.isAwaited()) {
        body.drain();
      }
      stallIf(Kind.STALL_RESPONSE);
      answered = !strikes(Kind.LOSE_RESPONSE);
      return response;
    } finally {
      Optional<String> fault = Optional.ofNullable(effect).map(Effect::toString);
      services
          .log()
          .add(
              new RecordedRequest(
                  call, body.count(), new RecordedRequest.Outcome(status, answered, fault)));
    }
  }

  private Response decide() throws IOException {
    try {
      Arrival arrival = Intake.read(call, body);
      call = arrival.call();
      effect = services.faults().next(call).orElse(null);
      stallIf(Kind.STALL);
      return perform(arrival);
    } catch (ApiFailure e) {
      return e.response();
    }
  }

  private Response perform(Arrival arrival) throws IOException {
    if (effect != null && strikes(Kind.STATUS)) {
      return refusal(effect);
    }
    if (strikes(Kind.END_SESSION)) {
      services.operations().endSession(call);
      return ApiFailure.sessionGone().response();
    }
    if (effect != null && strikes(Kind.DROP)) {
      drop(arrival, effect.bytes());
    }
    if (call.operation() == Operation.BATCH) {
      return new Batch(services, base(), !strikes(Kind.LOSE_RESPONSE)).perform(arrival);
    }
    return services.operations().perform(corrupted(arrival), base());
  }

  private Arrival corrupted(Arrival arrival) {
    if (strikes(Kind.CORRUPT_BODY)) {
      return arrival.withContent(new FlippedInput(arrival.content()));
    }
    return strikes(Kind.CORRUPT_OBJECT)
        ? arrival.unchecked().withContent(new FlippedInput(arrival.content()))
        : arrival;
  }

  private static Response refusal(Effect effect) {
    ApiFailure usual = ApiFailure.ofStatus(effect.status());
    Response refusal = effect.words().map(usual::saying).orElse(usual).response();
    return effect
        .duration()
        .map(wait -> refusal.with("Retry-After", Long.toString(wait.toSeconds())))
        .orElse(refusal);
  }

  /** Never returns: only a session keeps what arrives, and it cannot finish. */
  private void drop(Arrival arrival, long bytes) throws IOException {
    body.dropAfter(bytes);
    if (call.operation() == Operation.UPLOAD && bytes > 0) {
      services.operations().receiveUntilDropped(arrival);
    }
    body.drain();
    throw new ConnectionDropped("A fault dropped the connection");
  }

  private void stallIf(Kind kind) throws IOException {
    if (effect != null && strikes(kind)) {
      services.faults().stall(effect.duration().orElse(Duration.ZERO));
    }
  }

  private ResponseWriter.Flow flow() {
    if (effect != null && strikes(Kind.CUT_RESPONSE)) {
      return ResponseWriter.Flow.upTo(effect.bytes());
    }
    if (effect != null && strikes(Kind.SLOW_RESPONSE)) {
      Duration pause = effect.duration().orElse(Duration.ZERO);
      return new ResponseWriter.Flow(
          Long.MAX_VALUE, effect.bytes(), () -> services.faults().pause(pause));
    }
    return ResponseWriter.Flow.upTo(Long.MAX_VALUE);
  }

  private boolean strikes(Kind kind) {
    return effect != null && effect.is(kind);
  }

  private String base() {
    return call.head().header("Host").map(host -> "http://" + host).orElse(services.uri());
  }
}
