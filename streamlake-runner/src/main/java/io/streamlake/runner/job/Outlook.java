package io.streamlake.runner.job;

import io.streamlake.gcs.writer.Forecast;
import io.streamlake.gcs.writer.RawZoneSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at the start how many files the settings make, and which of them make small ones. */
final class Outlook {

  private static final Logger LOG = LoggerFactory.getLogger(Outlook.class);

  private Outlook() {}

  static void tell(RawZoneSettings settings, int partitions) {
    if (partitions == 0) {
      return; // no topic matches yet
    }
    Forecast forecast =
        Forecast.of(settings.roll(), settings.folders(), partitions, settings.maxOpenFiles());
    LOG.info(
        "by roll.age {} partitions make at most {} files a day, with {} creates; partitions without"
            + " records make none, and each roll.bytes or roll.records that is reached earlier, and"
            + " each folder of late records, makes one more",
        partitions,
        forecast.filesPerDay(),
        forecast.createsPerDay());
    forecast.concerns().forEach(concern -> LOG.warn("{}", concern.advice()));
  }
}
