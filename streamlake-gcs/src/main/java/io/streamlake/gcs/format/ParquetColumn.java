package io.streamlake.gcs.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/** One column of a row group: an open page, and the compressed pages before it. */
final class ParquetColumn {

  private static final int PAGE_BYTES = 256 * 1024;

  private final ParquetField field;
  private final ParquetCodec codec;
  private final LevelRuns repetitions = new LevelRuns();
  private final LevelRuns definitions = new LevelRuns();
  private final PlainBytes values = new PlainBytes();
  private final List<byte[]> pages = new ArrayList<>();
  private int valuesInPage;
  private long valuesInChunk;
  private long nulls;
  private long compressedBytes;
  private long uncompressedBytes;
  private long min = Long.MAX_VALUE;
  private long max = Long.MIN_VALUE;

  ParquetColumn(ParquetField field, ParquetCodec codec) {
    this.field = field;
    this.codec = codec;
  }

  void addInt(int value) {
    addLevels(0, field.maxDefinition());
    values.putInt(value);
  }

  void addLong(long value) {
    addLevels(0, field.maxDefinition());
    values.putLong(value);
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  void addBytes(int repetition, byte[] value) {
    addLevels(repetition, field.maxDefinition());
    values.putBytes(value);
  }

  /** A null; or, where the level is 0 in a list, no element at all. */
  void addNull(int repetition, int definition) {
    addLevels(repetition, definition);
    nulls++;
  }

  private void addLevels(int repetition, int definition) {
    repetitions.add(repetition);
    definitions.add(definition);
    valuesInPage++;
  }

  /** The memory that is held, roughly. */
  long bytes() {
    return compressedBytes + values.size() + repetitions.size() + definitions.size();
  }

  /** Ends a page that is full; called between two rows, because rows do not span pages. */
  void endRow() throws IOException {
    if (values.size() + repetitions.size() + definitions.size() >= PAGE_BYTES) {
      endPage();
    }
  }

  private void endPage() throws IOException {
    PlainBytes page = new PlainBytes();
    if (field.maxRepetition() > 0) {
      repetitions.drainTo(page);
    }
    if (field.maxDefinition() > 0) {
      definitions.drainTo(page);
    }
    values.writeTo(page);
    values.reset();
    byte[] compressed = codec.compress(page.array(), page.size());
    PageHeader header =
        new PageHeader(PageType.DATA_PAGE, page.size(), compressed.length)
            .setCrc(crc32(compressed))
            .setData_page_header(dataPage());
    PlainBytes encodedHeader = new PlainBytes();
    Util.writePageHeader(header, encodedHeader);
    pages.add(encodedHeader.toByteArray());
    pages.add(compressed);
    uncompressedBytes += encodedHeader.size() + page.size();
    compressedBytes += encodedHeader.size() + compressed.length;
    valuesInChunk += valuesInPage;
    valuesInPage = 0;
  }

  private DataPageHeader dataPage() {
    return new DataPageHeader(
        valuesInPage,
        org.apache.parquet.format.Encoding.PLAIN,
        org.apache.parquet.format.Encoding.RLE,
        org.apache.parquet.format.Encoding.RLE);
  }

  static int crc32(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return (int) sum.getValue();
  }

  /** Writes the chunk behind what the file has, and describes it. */
  ColumnChunk writeTo(SummedFile file) throws IOException {
    if (valuesInPage > 0) {
      endPage();
    }
    ColumnMetaData described =
        new ColumnMetaData(
                field.type(),
                List.of(
                    org.apache.parquet.format.Encoding.PLAIN,
                    org.apache.parquet.format.Encoding.RLE),
                field.path(),
                codec.id(),
                valuesInChunk,
                uncompressedBytes,
                compressedBytes,
                file.bytes())
            .setStatistics(statistics());
    for (byte[] page : pages) {
      file.write(page);
    }
    return new ColumnChunk(0).setMeta_data(described);
  }

  private Statistics statistics() {
    Statistics statistics = new Statistics().setNull_count(nulls);
    if (field.type() == Type.INT64) {
      statistics.setMin_value(plain(min)).setMax_value(plain(max));
    }
    return statistics;
  }

  private static byte[] plain(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }
}
