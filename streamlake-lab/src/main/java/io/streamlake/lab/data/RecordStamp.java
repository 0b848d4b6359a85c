package io.streamlake.lab.data;

/**
 * A record's timestamp and who set it. A value.
 *
 * @param milliseconds since 1970, UTC; -1 where the record has none
 * @param type the constant's name in Kafka's {@code TimestampType}, as in {@code CREATE_TIME}
 */
public record RecordStamp(long milliseconds, String type) {

  /**
   * The stamp of a record that its producer dated.
   *
   * @param milliseconds since 1970, UTC
   * @return the stamp
   */
  public static RecordStamp created(long milliseconds) {
    return new RecordStamp(milliseconds, "CREATE_TIME");
  }
}
