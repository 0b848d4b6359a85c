package io.streamlake.lab.read;

import io.streamlake.lab.data.RawContent;
import io.streamlake.lab.data.RawHeader;
import io.streamlake.lab.data.RecordPlace;
import io.streamlake.lab.data.RecordStamp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads Parquet files with DuckDB. */
final class ParquetRecords implements ObjectRecords {

  private static final String COLUMNS =
      "topic, partition, \"offset\", epoch_ms(timestamp_ms), timestamp_type, key, value,"
          + " [h.key for h in headers], [h.value for h in headers]";

  @Override
  public void read(String object, InputStream stored, Sink sink) throws IOException {
    Path copy = Files.createTempFile("lake-", ".parquet");
    try {
      Files.copy(stored, copy, StandardCopyOption.REPLACE_EXISTING);
      String sql =
          "select "
              + COLUMNS
              + " from read_parquet('"
              + copy
              + "', file_row_number = true)"
              + " order by file_row_number";
      try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          sink.accept(record(object, rows));
        }
      }
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      Files.delete(copy);
    }
  }

  private static LandedRecord record(String object, ResultSet row) throws SQLException {
    List<RawHeader> headers = new ArrayList<>();
    Object[] keys = (Object[]) row.getArray(8).getArray();
    Object[] values = (Object[]) row.getArray(9).getArray();
    for (int index = 0; index < keys.length; index++) {
      headers.add(new RawHeader((String) keys[index], bytes((Blob) values[index])));
    }
    RawContent content =
        new RawContent(
            new RecordStamp(row.getLong(4), row.getString(5)),
            bytes(row.getBlob(6)),
            bytes(row.getBlob(7)),
            headers);
    RecordPlace place = new RecordPlace(row.getString(1), row.getInt(2), row.getLong(3));
    return new LandedRecord(object, place, content);
  }

  private static byte @Nullable [] bytes(@Nullable Blob blob) throws SQLException {
    return blob == null ? null : blob.getBytes(1, (int) blob.length());
  }
}
