package io.streamlake.testkit.gcs;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that the server has dealt with. Immutable. */
public final class RecordedRequest {

  private static final String SECRET = "Authorization";

  private final Call call;
  private final long bodyBytes;
  private final Outcome outcome;

  /** How it ended: the status decided, 0 for none, and whether it was sent. */
  record Outcome(int status, boolean answered, Optional<String> fault) {}

  RecordedRequest(Call call, long bodyBytes, Outcome outcome) {
    this.call = call;
    this.bodyBytes = bodyBytes;
    this.outcome = outcome;
  }

  /**
   * What was asked.
   *
   * @return the operation
   */
  public Operation operation() {
    return call.operation();
  }

  /**
   * The HTTP method.
   *
   * @return the method, in upper case as it was sent
   */
  public String method() {
    return call.head().method();
  }

  /**
   * The path of the request's target.
   *
   * @return the path, percent-encoded as it was sent, without the query
   */
  public String path() {
    return call.head().path();
  }

  /**
   * The bucket that it is about.
   *
   * @return the bucket's name; empty where there is none
   */
  public String bucket() {
    return call.bucket();
  }

  /**
   * The object that it is about, wherever the request names it.
   *
   * @return the object's name; empty where there is none
   */
  public String objectName() {
    return call.object();
  }

  /**
   * The query, decoded.
   *
   * @return parameter to values
   */
  public Map<String, List<String>> query() {
    return call.head().query();
  }

  /**
   * The first value of a parameter.
   *
   * @param name the parameter's name
   * @return its value; empty where it is absent
   */
  public Optional<String> parameter(String name) {
    return call.head().parameter(name);
  }

  /**
   * A header, except credentials: those are not kept.
   *
   * @param name the header's name, in any case
   * @return its value; empty where it is absent
   */
  public Optional<String> header(String name) {
    return name.equalsIgnoreCase(SECRET) ? Optional.empty() : call.head().header(name);
  }

  /**
   * How much body arrived.
   *
   * @return bytes as they were on the wire (still compressed), without chunk framing
   */
  public long bodyBytes() {
    return bodyBytes;
  }

  /**
   * The status that the server decided on, even where a fault kept it from the client.
   *
   * @return the status; 0 where the request was dropped before it was done
   */
  public int status() {
    return outcome.status();
  }

  /**
   * Whether the server answered.
   *
   * @return false where the connection ended without an answer
   */
  public boolean isAnswered() {
    return outcome.answered();
  }

  /**
   * The fault that struck it.
   *
   * @return what went wrong, for people; empty where nothing did
   */
  public Optional<String> fault() {
    return outcome.fault();
  }

  @Override
  public String toString() {
    return String.format(
        "%s %s/%s -> %d%s%s",
        operation(),
        bucket(),
        objectName(),
        status(),
        isAnswered() ? "" : " (unanswered)",
        fault().map(fault -> " [" + fault + "]").orElse(""));
  }
}
