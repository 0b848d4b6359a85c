package io.streamlake.testkit.gcs;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a listing asks for (https://cloud.google.com/storage/docs/json_api/v1/objects/list).
 *
 * @param delimiter empty for none
 * @param after the last name or prefix of the page before
 */
record ListQuery(
    String prefix, String delimiter, NameRange names, int maxResults, Optional<String> after) {

  static final int MAX_RESULTS = 1000;

  /** Names from {@code start} (inclusive; empty: all) to {@code end} (exclusive; empty: all). */
  record NameRange(String start, String end) {}

  static ListQuery of(RequestHead head) {
    return new ListQuery(
        head.parameter("prefix").orElse(""),
        head.parameter("delimiter").orElse(""),
        new NameRange(
            head.parameter("startOffset").orElse(""), head.parameter("endOffset").orElse("")),
        maxResults(head),
        head.parameter("pageToken").filter(token -> !token.isEmpty()).map(ListQuery::decode));
  }

  static String token(String last) {
    return Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiFailure.invalid("Invalid page token: " + token);
    }
  }

  private static int maxResults(RequestHead head) {
    long wanted = Preconditions.number(head, "maxResults").orElse(MAX_RESULTS);
    if (wanted < 0) {
      throw ApiFailure.invalid("Invalid value for maxResults: " + wanted);
    }
    return (int) Math.min(wanted == 0 ? MAX_RESULTS : wanted, MAX_RESULTS);
  }
}
