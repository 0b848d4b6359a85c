package io.streamlake.testkit.gcs;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import java.time.Duration;

/** The real client, with short waits. */
final class Clients {

  static final String BUCKET = "lake";

  private Clients() {}

  static Storage of(GcsServer server) {
    return StorageOptions.newBuilder()
        .setHost(server.uri())
        .setProjectId("test")
        .setCredentials(NoCredentials.getInstance())
        .setRetrySettings(
            RetrySettings.newBuilder()
                .setInitialRetryDelayDuration(Duration.ofMillis(1))
                .setMaxRetryDelayDuration(Duration.ofMillis(5))
                .setRetryDelayMultiplier(2)
                .setMaxAttempts(6)
                .setTotalTimeoutDuration(Duration.ofSeconds(20))
                .build())
        .build()
        .getService();
  }

  static BlobInfo blob(String name) {
    return BlobInfo.newBuilder(BlobId.of(BUCKET, name)).build();
  }
}
