package io.streamlake.gcs.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DuckDB reads the Parquet files, alone and as a table over Hive's folders. */
class DuckDbTest {

  private static final long NOON = 1_700_049_600_000L;

  private final Path directory;

  DuckDbTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @ValueSource(strings = {"uncompressed", "snappy", "gzip", "zstd"})
  void readsEveryRecord(String codec) throws Exception {
    List<ConsumerRecord<byte[], byte[]>> records = hardRecords();
    Path file = land("file.parquet", codec, records);

    List<String> read = new ArrayList<>();
    query(
        "select topic, partition, \"offset\", epoch_ms(timestamp_ms), timestamp_type, key, value,"
            + " [h.key for h in headers], [h.value for h in headers] from '"
            + file
            + "' order by \"offset\"",
        row -> read.add(AnyRecords.describe(record(row))));

    assertThat(read).containsExactlyElementsOf(records.stream().map(AnyRecords::describe).toList());
  }

  @Test
  void prunesHivesFoldersAndSeesTypedColumns() throws Exception {
    byte[] value = "v".getBytes(UTF_8);
    List<ConsumerRecord<byte[], byte[]>> first =
        List.of(
            AnyRecords.record(7, NOON, "k".getBytes(UTF_8), value, new RecordHeader("h", value)),
            AnyRecords.record(8, NOON + 1, null, null));
    land("data/orders/dt=2023-11-15/hour=12/orders+00003+7.parquet", "zstd", first);
    land(
        "data/orders/dt=2023-11-15/hour=13/orders+00003+7.parquet",
        "zstd",
        List.of(AnyRecords.record(9, NOON + 3_600_000, null, value)));
    land(
        "data/orders/dt=__HIVE_DEFAULT_PARTITION__/hour=__HIVE_DEFAULT_PARTITION__/o.parquet",
        "zstd",
        List.of(AnyRecords.record(10, -1, null, value)));
    String table =
        "read_parquet('"
            + directory
            + "/data/orders/*/*/*.parquet', hive_partitioning = true,"
            + " hive_types_autocast = false)";

    List<String> rows = new ArrayList<>();
    query(
        "select \"offset\", timestamp_ms, value is null, len(headers) from "
            + table
            + " where dt = '2023-11-15' and hour = '12' order by all",
        row ->
            rows.add(
                row.getLong(1)
                    + " "
                    + row.getString(2)
                    + " "
                    + row.getBoolean(3)
                    + " "
                    + row.getInt(4)));
    List<Long> undated = new ArrayList<>();
    query(
        "select \"offset\" from "
            + table
            + " where coalesce(dt, '__HIVE_DEFAULT_PARTITION__') = '__HIVE_DEFAULT_PARTITION__'",
        row -> undated.add(row.getLong(1)));

    assertThat(rows).hasSize(2);
    assertThat(rows.get(0)).startsWith("7 2023-11-15").endsWith(" false 1");
    assertThat(rows.get(1)).startsWith("8 2023-11-15").endsWith(" true 0");
    assertThat(undated).containsExactly(10L);
  }

  @Test
  void findsTheTypesOfTheContract() throws Exception {
    Path file = land("file.parquet", "zstd", List.of(AnyRecords.record(7, NOON, null, null)));

    List<String> columns = new ArrayList<>();
    query(
        "describe select * from '" + file + "'",
        row -> columns.add(row.getString(1) + " " + row.getString(2)));

    assertThat(columns)
        .containsExactly(
            "topic VARCHAR",
            "partition INTEGER",
            "offset BIGINT",
            "timestamp_ms TIMESTAMP WITH TIME ZONE",
            "timestamp_type VARCHAR",
            "key BLOB",
            "headers STRUCT(\"key\" VARCHAR, \"value\" BLOB)[]",
            "value BLOB");
  }

  @Test
  void endsARowGroupBeforeItTakesMoreThanItsShareOfTheHeap() throws Exception {
    Random random = new Random(1);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int index = 0; index < 400; index++) {
      byte[] value = new byte[100_000];
      random.nextBytes(value);
      records.add(AnyRecords.record(index, NOON, null, value));
    }
    Path file = land("file.parquet", "zstd", records);

    List<Long> bytes = new ArrayList<>();
    query(
        "select sum(total_compressed_size) from parquet_metadata('"
            + file
            + "') group by row_group_id order by row_group_id",
        row -> bytes.add(row.getLong(1)));

    assertThat(bytes)
        .hasSize(3)
        .allSatisfy(size -> assertThat(size).isLessThan(ParquetWriter.ROW_GROUP_BYTES + 200_000));
  }

  /** Nulls, empty ones, no text, headers twice, no timestamps; more than one page. */
  private static List<ConsumerRecord<byte[], byte[]>> hardRecords() {
    Random random = new Random(1);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int offset = 0; offset < 5_000; offset++) {
      Header[] headers = new Header[random.nextInt(4)];
      for (int index = 0; index < headers.length; index++) {
        headers[index] = new RecordHeader(index == 1 ? "" : "dup", octets(random));
      }
      long timestamp = random.nextInt(10) == 0 ? -1 : NOON + offset;
      records.add(AnyRecords.record(offset, timestamp, octets(random), octets(random), headers));
    }
    return records;
  }

  private static byte @Nullable [] octets(Random random) {
    if (random.nextInt(5) == 0) {
      return null;
    }
    byte[] octets = new byte[random.nextInt(200)];
    random.nextBytes(octets);
    return random.nextBoolean() ? octets : "text ü".getBytes(UTF_8);
  }

  private interface Row {

    void accept(ResultSet row) throws SQLException;
  }

  private static void query(String sql, Row each) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        each.accept(rows);
      }
    }
  }

  private Path land(String name, String codec, List<ConsumerRecord<byte[], byte[]>> records)
      throws Exception {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    StagedFiles.write(file, StagedFiles.encoding("parquet " + codec), records).finish();
    return file;
  }

  private static ConsumerRecord<byte[], byte[]> record(ResultSet row) throws SQLException {
    List<Header> headers = new ArrayList<>();
    Object[] keys = (Object[]) row.getArray(8).getArray();
    Object[] values = (Object[]) row.getArray(9).getArray();
    for (int index = 0; index < keys.length; index++) {
      headers.add(new RecordHeader((String) keys[index], bytes((Blob) values[index])));
    }
    return new ConsumerRecord<>(
        row.getString(1),
        row.getInt(2),
        row.getLong(3),
        row.getLong(4),
        TimestampType.valueOf(row.getString(5)),
        0,
        0,
        bytes(row.getBlob(6)),
        bytes(row.getBlob(7)),
        new RecordHeaders(headers.toArray(Header[]::new)),
        Optional.empty());
  }

  private static byte @Nullable [] bytes(@Nullable Blob blob) throws SQLException {
    return blob == null ? null : blob.getBytes(1, (int) blob.length());
  }
}
