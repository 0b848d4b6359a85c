package io.streamlake.gcs.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/**
 * Writes a Parquet file row group by row group; one row group is held in memory. For one thread.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/">Parquet's file format</a>
 */
final class ParquetWriter {

  static final byte[] MAGIC = {'P', 'A', 'R', '1'};

  /** Compressed bytes of a row group, and so the heap that writing takes, give or take a record. */
  static final long ROW_GROUP_BYTES = 16L * 1024 * 1024;

  private static final String CREATED_BY = "streamlake version 1";

  private final SummedFile file;
  private final ParquetCodec codec;
  private final List<RowGroup> rowGroups = new ArrayList<>();
  private Map<ParquetField, ParquetColumn> columns;
  private long rowsInGroup;
  private long rows;

  private ParquetWriter(SummedFile file, ParquetCodec codec) {
    this.file = file;
    this.codec = codec;
    this.columns = columns(codec);
  }

  static ParquetWriter create(Path path, ParquetCodec codec) throws IOException {
    SummedFile file = new SummedFile(path);
    file.write(MAGIC);
    return new ParquetWriter(file, codec);
  }

  private static Map<ParquetField, ParquetColumn> columns(ParquetCodec codec) {
    Map<ParquetField, ParquetColumn> columns = new EnumMap<>(ParquetField.class);
    for (ParquetField field : ParquetField.values()) {
      columns.put(field, new ParquetColumn(field, codec));
    }
    return columns;
  }

  private ParquetColumn column(ParquetField field) {
    ParquetColumn column = columns.get(field);
    if (column == null) {
      throw new IllegalStateException(field + " has no column");
    }
    return column;
  }

  void write(ConsumerRecord<byte[], byte[]> record) throws IOException {
    column(ParquetField.TOPIC).addBytes(0, utf8(record.topic()));
    column(ParquetField.PARTITION).addInt(record.partition());
    column(ParquetField.OFFSET).addLong(record.offset());
    column(ParquetField.TIMESTAMP_MS).addLong(record.timestamp());
    column(ParquetField.TIMESTAMP_TYPE).addBytes(0, utf8(record.timestampType().name()));
    addNullable(ParquetField.KEY, record.key());
    addHeaders(record.headers().toArray());
    addNullable(ParquetField.VALUE, record.value());
    rowsInGroup++;
    endRow();
  }

  private void addNullable(ParquetField field, byte @Nullable [] value) {
    if (value == null) {
      column(field).addNull(0, 0);
    } else {
      column(field).addBytes(0, value);
    }
  }

  private void addHeaders(Header[] headers) {
    ParquetColumn keys = column(ParquetField.HEADER_KEY);
    ParquetColumn values = column(ParquetField.HEADER_VALUE);
    if (headers.length == 0) {
      keys.addNull(0, 0);
      values.addNull(0, 0);
      return;
    }
    int repetition = 0;
    for (Header header : headers) {
      keys.addBytes(repetition, utf8(header.key()));
      byte[] value = header.value();
      if (value == null) {
        values.addNull(repetition, 1);
      } else {
        values.addBytes(repetition, value);
      }
      repetition = 1;
    }
  }

  private void endRow() throws IOException {
    long held = 0;
    for (ParquetColumn column : columns.values()) {
      column.endRow();
      held += column.bytes();
    }
    if (held >= ROW_GROUP_BYTES) {
      endRowGroup();
    }
  }

  private void endRowGroup() throws IOException {
    long start = file.bytes();
    List<ColumnChunk> chunks = new ArrayList<>();
    long uncompressed = 0;
    for (ParquetColumn column : columns.values()) {
      ColumnChunk chunk = column.writeTo(file);
      chunks.add(chunk);
      uncompressed += chunk.getMeta_data().getTotal_uncompressed_size();
    }
    RowGroup group =
        new RowGroup(chunks, uncompressed, rowsInGroup)
            .setFile_offset(start)
            .setTotal_compressed_size(file.bytes() - start);
    rowGroups.add(group);
    rows += rowsInGroup;
    rowsInGroup = 0;
    columns = columns(codec);
  }

  /** Writes what is pending and the footer, and closes. */
  void finish() throws IOException {
    if (rowsInGroup > 0) {
      endRowGroup();
    }
    FileMetaData footer =
        new FileMetaData(1, ParquetField.schema(), rows, rowGroups)
            .setCreated_by(CREATED_BY)
            .setColumn_orders(ParquetField.orders());
    PlainBytes bytes = new PlainBytes();
    Util.writeFileMetaData(footer, bytes);
    bytes.putInt(bytes.size());
    bytes.write(MAGIC);
    bytes.writeTo(file);
    file.close();
  }

  void abandon() throws IOException {
    file.close();
  }

  long bytes() {
    return file.bytes();
  }

  int crc32c() {
    return file.crc32c();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
