package io.streamlake.lab.data;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Fills a topic with records that writers get wrong, from plain, compressed and transactional
 * producers, some of whose transactions are aborted. Equal settings make equal records. A value,
 * safe to share.
 *
 * @param seed what the records and their producers are drawn from
 * @param records how many dated ones are committed; {@value #UNDATED} undated ones a partition are
 *     added
 * @param largeEvery one in how many records is about 1 MiB; 0 for none
 * @param latestMillis no record is dated later, in milliseconds since 1970
 */
public record HardRecords(long seed, long records, int largeEvery, long latestMillis) {

  /** How many records without a timestamp each partition gets. */
  public static final int UNDATED = 3;

  private static final int LARGEST_BATCH = 400;
  private static final int FEWEST_BATCHES = 500;

  /** Checks. */
  public HardRecords {
    if (records < 0 || largeEvery < 0) {
      throw new IllegalArgumentException(
          "records and largeEvery must not be negative, but are " + records + " and " + largeEvery);
    }
  }

  /**
   * Records of all dates.
   *
   * @param seed what the records and their producers are drawn from
   * @param records how many dated ones are committed
   * @param largeEvery one in how many records is about 1 MiB; 0 for none
   */
  public HardRecords(long seed, long records, int largeEvery) {
    this(seed, records, largeEvery, Long.MAX_VALUE);
  }

  /**
   * The same records, but for those dated later than a reader can say.
   *
   * @param latest the latest date
   * @return records that are dated then instead
   */
  public HardRecords datedUpTo(Instant latest) {
    return new HardRecords(seed, records, largeEvery, latest.toEpochMilli());
  }

  /**
   * What happened.
   *
   * @param records how many records were committed
   * @param aborted how many are in the log, but in aborted transactions
   * @param sum the sum of the fingerprints of all committed ones
   */
  public record Account(long records, long aborted, RecordFingerprint sum) {

    static final Account EMPTY = new Account(0, 0, RecordFingerprint.ZERO);

    /** This account with more committed records. */
    Account committed(List<RawContent> batch) {
      RecordFingerprint more = sum;
      for (RawContent content : batch) {
        more = more.plus(content.fingerprint());
      }
      return new Account(records + batch.size(), aborted, more);
    }

    /** This account with more aborted records. */
    Account aborted(List<RawContent> batch) {
      return new Account(records, aborted + batch.size(), sum);
    }
  }

  /**
   * What a topic needs to accept and keep the records' timestamps, old and future ones.
   *
   * @return topic configs
   */
  public static Map<String, String> topicConfigs() {
    Map<String, String> configs = new HashMap<>();
    configs.put("retention.ms", "-1");
    configs.put("segment.ms", Long.toString(Long.MAX_VALUE));
    configs.put("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
    return configs;
  }

  /**
   * Sends the records, and some without a timestamp to each partition, and waits until all are
   * acknowledged.
   *
   * @param clientConfig how to reach the broker
   * @param topic where to; it must exist, with {@link #topicConfigs()}
   * @return what a reader of committed records must find
   * @throws IllegalStateException when a record was not acknowledged
   */
  public Account produce(Map<String, Object> clientConfig, String topic) {
    Random random = new Random(seed);
    HardContents contents = new HardContents(random.nextLong(), largeEvery, latestMillis);
    int largestBatch = (int) Math.max(LARGEST_BATCH, records / FEWEST_BATCHES);
    Account account = Account.EMPTY;
    try (ProducerMix mix = new ProducerMix(clientConfig, topic, random.nextLong())) {
      while (account.records() < records) {
        long left = records - account.records();
        int size = (int) Math.min(left, 1 + random.nextInt(largestBatch));
        List<RawContent> batch = Stream.generate(contents::next).limit(size).toList();
        account = mix.send(batch) ? account.committed(batch) : account.aborted(batch);
      }
      mix.finish();
      for (int partition = 0; partition < mix.partitions(); partition++) {
        List<RawContent> batch = Stream.generate(contents::nextUndated).limit(UNDATED).toList();
        UndatedBatch.send(clientConfig, new UndatedBatch.Target(topic, partition), batch);
        account = account.committed(batch);
      }
    }
    return account;
  }
}
