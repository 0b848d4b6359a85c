package io.streamlake.testkit.gcs;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request without its body.
 *
 * @param path still percent-encoded, because object names may hold slashes
 * @param query decoded, in order of appearance
 * @param headers by name, case-insensitive
 */
record RequestHead(
    String method, String path, Map<String, List<String>> query, Map<String, String> headers) {

  RequestHead {
    query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = Collections.unmodifiableMap(copy);
  }

  /** From a request's target, such as {@code /storage/v1/b?project=p}, absolute or not. */
  static RequestHead of(String method, String target, Map<String, String> headers) {
    String local = target.startsWith("http://") ? afterAuthority(target) : target;
    int question = local.indexOf('?');
    String path = question < 0 ? local : local.substring(0, question);
    String query = question < 0 ? "" : local.substring(question + 1);
    return new RequestHead(method, path, parseQuery(query), headers);
  }

  RequestHead without(String name) {
    Map<String, String> fewer = new TreeMap<>(headers);
    fewer.keySet().removeIf(name::equalsIgnoreCase);
    return new RequestHead(method, path, query, fewer);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  Optional<String> parameter(String name) {
    return parameters(name).stream().findFirst();
  }

  List<String> parameters(String name) {
    return query.getOrDefault(name, List.of());
  }

  boolean expectsContinue() {
    return hasToken("Expect", "100-continue");
  }

  boolean isChunked() {
    return hasToken("Transfer-Encoding", "chunked");
  }

  boolean isGzipped() {
    return hasToken("Content-Encoding", "gzip");
  }

  boolean wantsClose() {
    return hasToken("Connection", "close");
  }

  private boolean hasToken(String header, String token) {
    return header(header)
        .map(value -> value.toLowerCase(Locale.ROOT).contains(token))
        .orElse(false);
  }

  static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String afterAuthority(String target) {
    int slash = target.indexOf('/', "http://".length());
    return slash < 0 ? "/" : target.substring(slash);
  }

  private static Map<String, List<String>> parseQuery(String query) {
    Map<String, List<String>> parsed = new LinkedHashMap<>();
    int start = 0;
    while (start < query.length()) {
      int ampersand = query.indexOf('&', start);
      int end = ampersand < 0 ? query.length() : ampersand;
      addParameter(parsed, query.substring(start, end));
      start = end + 1;
    }
    parsed.replaceAll((name, values) -> List.copyOf(values));
    return parsed;
  }

  private static void addParameter(Map<String, List<String>> parsed, String pair) {
    if (pair.isEmpty()) {
      return;
    }
    int equals = pair.indexOf('=');
    String name = equals < 0 ? pair : pair.substring(0, equals);
    String value = equals < 0 ? "" : pair.substring(equals + 1);
    parsed.computeIfAbsent(decodeForm(name), key -> new ArrayList<>()).add(decodeForm(value));
  }

  private static String decodeForm(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
