package io.streamlake.gcs.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Key files of every kind that people have, with keys of nobody. */
final class KeyFiles {

  static final String ACCOUNT = "lander@project.iam.gserviceaccount.com";

  private KeyFiles() {}

  static Path serviceAccount(Path directory, String tokenServer) throws IOException {
    return write(
        directory,
        "'type':'service_account','project_id':'project','private_key_id':'1','client_id':'2',"
            + "'private_key':'-----BEGIN PRIVATE KEY-----\\n"
            + privateKey()
            + "\\n-----END PRIVATE KEY-----\\n',"
            + ("'client_email':'" + ACCOUNT + "','token_uri':'" + tokenServer + "'"));
  }

  /** Workload identity federation: a token of another provider is exchanged for Google's. */
  static Path externalAccount(Path directory) throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "a token of the cluster");
    return write(
        directory,
        "'type':'external_account','audience':'//iam.googleapis.com/projects/1/locations/global/"
            + "workloadIdentityPools/pool/providers/cluster',"
            + "'subject_token_type':'urn:ietf:params:oauth:token-type:jwt',"
            + "'token_url':'https://sts.googleapis.com/v1/token',"
            + "'service_account_impersonation_url':'https://iamcredentials.googleapis.com/v1/"
            + "projects/-/serviceAccounts/"
            + ACCOUNT
            + ":generateAccessToken',"
            + ("'credential_source':{'file':'" + token + "'}"));
  }

  static Path user(Path directory) throws IOException {
    return write(
        directory,
        "'type':'authorized_user','client_id':'c','client_secret':'s','refresh_token':'r'");
  }

  static Path impersonated(Path directory) throws IOException {
    return write(
        directory,
        "'type':'impersonated_service_account','service_account_impersonation_url':"
            + "'https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/"
            + ACCOUNT
            + ":generateAccessToken','delegates':[],'source_credentials':{'type':"
            + "'authorized_user','client_id':'c','client_secret':'s','refresh_token':'r'}");
  }

  private static Path write(Path directory, String members) throws IOException {
    return Files.writeString(directory.resolve("key.json"), "{" + members.replace('\'', '"') + "}");
  }

  private static String privateKey() {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
      keys.initialize(2048);
      byte[] key = keys.generateKeyPair().getPrivate().getEncoded();
      return Base64.getEncoder().encodeToString(key);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has RSA", e);
    }
  }
}
