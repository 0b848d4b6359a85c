package io.streamlake.gcs.format;

import java.nio.charset.StandardCharsets;

/** The schema of the raw zone's Avro files, and how a file begins. */
final class AvroSchema {

  static final byte[] MAGIC = {'O', 'b', 'j', 1};
  static final String CODEC_KEY = "avro.codec";
  static final String SCHEMA_KEY = "avro.schema";
  static final int SYNC_BYTES = 16;

  /**
   * In Avro a null in a union is branch 0, and bytes are branch 1. The namespace has no dot:
   * BigQuery takes letters, digits and underscores only.
   *
   * @see <a
   *     href="https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-avro#limitations">Loading
   *     Avro into BigQuery</a>
   */
  static final String TEXT =
      """
      {"type":"record","name":"Record","namespace":"streamlake","fields":[\
      {"name":"topic","type":"string"},\
      {"name":"partition","type":"int"},\
      {"name":"offset","type":"long"},\
      {"name":"timestamp_ms","type":{"type":"long","logicalType":"timestamp-millis"}},\
      {"name":"timestamp_type","type":"string"},\
      {"name":"key","type":["null","bytes"]},\
      {"name":"headers","type":{"type":"array","items":{"type":"record","name":"Header","fields":[\
      {"name":"key","type":"string"},\
      {"name":"value","type":["null","bytes"]}]}}},\
      {"name":"value","type":["null","bytes"]}]}""";

  private AvroSchema() {}

  static byte[] header(String codec, byte[] syncMarker) {
    AvroBuffer header = new AvroBuffer();
    header.putRaw(MAGIC);
    header.putLong(2);
    header.putText(CODEC_KEY);
    header.putText(codec);
    header.putText(SCHEMA_KEY);
    header.putBytes(TEXT.getBytes(StandardCharsets.UTF_8));
    header.putLong(0);
    header.putRaw(syncMarker);
    return header.toByteArray();
  }
}
