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
    long maxBody = cut().orElse(Long.MAX_VALUE);
    boolean close = call.head().wantsClose() || body.isAwaited() || maxBody < response.length();
    boolean hasBody = !call.head().method().equals("HEAD");
    writer.write(response, close, hasBody ? maxBody : 0);
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
    return services.operations().perform(arrival, base());
  }

  private static Response refusal(Effect effect) {
    Response refusal = ApiFailure.ofStatus(effect.status()).response();
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

  private Optional<Long> cut() {
    return Optional.ofNullable(effect)
        .filter(struck -> struck.is(Kind.CUT_RESPONSE))
        .map(Effect::bytes);
  }

  private boolean strikes(Kind kind) {
    return effect != null && effect.is(kind);
  }

  private String base() {
    return call.head().header("Host").map(host -> "http://" + host).orElse(services.uri());
  }
}
