package io.streamlake.testkit.gcs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code multipart/related} bodies (RFC 2387) part by part, without holding a part. */
final class Multipart {

  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);

  private final DelimitedInput in;
  private boolean started;

  Multipart(InputStream in, String contentType) {
    Matcher matcher = BOUNDARY.matcher(contentType);
    if (!matcher.find()) {
      throw ApiFailure.invalid("A multipart request needs a boundary: " + contentType);
    }
    String boundary = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    this.in = new DelimitedInput(in, ("\r\n--" + boundary).getBytes(StandardCharsets.UTF_8));
  }

  /** The next part's headers; its bytes follow in {@link #content()}. */
  Map<String, String> nextPart() throws IOException {
    return next().orElseThrow(() -> ApiFailure.invalid("The multipart body has too few parts"));
  }

  /** The next part's headers; empty behind the last part. */
  Optional<Map<String, String>> next() throws IOException {
    if (!started) {
      started = true;
      in.skipFirstDelimiter();
    } else {
      in.skipToDelimiter();
    }
    RequestReader lines = new RequestReader(in.raw());
    return lines.line(true).isBlank() ? Optional.of(lines.headers()) : Optional.empty();
  }

  /** The present part's bytes, up to the next boundary. */
  InputStream content() {
    return in;
  }
}
