package io.streamlake.testkit.gcs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/**
 * The Cloud KMS key that a create names; an object tells the version that encrypts it
 * (https://cloud.google.com/storage/docs/encryption/customer-managed-keys).
 */
final class KmsKey {

  private static final Pattern NAME =
      Pattern.compile("projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+");

  private KmsKey() {}

  /** An object's settings with the key's version; throws 400 when it is no key. */
  static ObjectNode into(ObjectNode settings, RequestHead head) {
    head.parameter("kmsKeyName")
        .ifPresent(name -> settings.put("kmsKeyName", check(name) + "/cryptoKeyVersions/1"));
    return settings;
  }

  private static String check(String name) {
    if (!NAME.matcher(name).matches()) {
      throw ApiFailure.invalid("Malformed Cloud KMS crypto key: " + name);
    }
    return name;
  }
}
