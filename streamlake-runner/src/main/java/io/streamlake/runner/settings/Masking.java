package io.streamlake.runner.settings;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Keeps secrets out of everything that is printed. */
final class Masking {
  private static final String MASK = "********";
  // the name of a KMS key gives nothing away
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(^|.*[._-])(password|passwd|passphrase|secret|token|(?<!kms[._-])key|jaas[._]config"
              + "|user[._-]?info|assertion|credentials[._-]json)$");
  private static final Pattern URL_CREDENTIALS =
      Pattern.compile("(://)([^/@\\s]+|[^/@\\s:]*:[^@\\s]+)@");
  private static final Pattern SECRET_CONTENT =
      Pattern.compile("-----BEGIN|private_key|password\\s*=", Pattern.CASE_INSENSITIVE);

  private Masking() {}

  /**
   * The value as it may be shown.
   *
   * @param name the key it belongs to
   * @param value its value
   * @return the value, the mask, or the value without the credentials of its URLs
   */
  static String shown(String name, String value) {
    if (value.isEmpty()) {
      return value;
    }
    boolean secret =
        SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches()
            || SECRET_CONTENT.matcher(value).find();
    return secret ? MASK : URL_CREDENTIALS.matcher(value).replaceAll("$1" + MASK + "@");
  }

  /** A sorted copy of the map in which every value may be shown. */
  static Map<String, String> shown(Map<String, String> values) {
    Map<String, String> shown = new TreeMap<>();
    values.forEach((name, value) -> shown.put(name, shown(name, value)));
    return shown;
  }
}
