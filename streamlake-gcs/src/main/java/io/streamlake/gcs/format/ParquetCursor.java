package io.streamlake.gcs.format;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/** Goes through the values of one column of one row group, page by page. For one thread. */
final class ParquetCursor {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ParquetField field;
  private final ParquetCodec codec;
  private final ByteArrayInputStream pages;
  private ByteBuffer values = NOTHING;
  private LevelRuns.Reader repetitions = new LevelRuns.Reader(NOTHING);
  private LevelRuns.Reader definitions = new LevelRuns.Reader(NOTHING);
  private int left;
  private int repetition;
  private int definition;
  private boolean isPeeked;

  ParquetCursor(ParquetField field, ParquetCodec codec, byte[] pages) {
    this.field = field;
    this.codec = codec;
    this.pages = new ByteArrayInputStream(pages);
  }

  /** Whether all values were taken. */
  boolean isAtEnd() {
    return !isPeeked && left == 0 && pages.available() == 0;
  }

  /** Whether the next value goes on with the row's list. */
  boolean continuesRow() {
    if (!isPeeked && isAtEnd()) {
      return false;
    }
    peek();
    return repetition > 0;
  }

  /** Takes the next value's definition level; its bytes must be taken where it is the highest. */
  int next() {
    peek();
    isPeeked = false;
    return definition;
  }

  private void peek() {
    if (isPeeked) {
      return;
    }
    while (left == 0) {
      openPage();
    }
    left--;
    repetition = field.maxRepetition() > 0 ? repetitions.next() : 0;
    definition = field.maxDefinition() > 0 ? definitions.next() : 0;
    isPeeked = true;
  }

  private void openPage() {
    try {
      PageHeader header = Util.readPageHeader(pages);
      byte[] stored = pages.readNBytes(header.getCompressed_page_size());
      if (header.getType() != PageType.DATA_PAGE || stored.length == 0) {
        throw new EOFException("a page of " + field + " is missing");
      }
      if (header.getCrc() != ParquetColumn.crc32(stored)) {
        throw new IOException("a page of " + field + " has a wrong checksum");
      }
      values = ByteBuffer.wrap(codec.decompress(stored)).order(ByteOrder.LITTLE_ENDIAN);
      left = header.getData_page_header().getNum_values();
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
    repetitions = new LevelRuns.Reader(field.maxRepetition() > 0 ? slice() : NOTHING);
    definitions = new LevelRuns.Reader(field.maxDefinition() > 0 ? slice() : NOTHING);
  }

  private ByteBuffer slice() {
    int length = values.getInt();
    ByteBuffer slice = values.slice(values.position(), length);
    values.position(values.position() + length);
    return slice;
  }

  int takeInt() {
    return values.getInt();
  }

  long takeLong() {
    return values.getLong();
  }

  byte[] takeBytes() {
    int length = values.getInt();
    if (length < 0 || length > values.remaining()) {
      throw new IllegalArgumentException(field + " leaves its page");
    }
    byte[] bytes = new byte[length];
    values.get(bytes);
    return bytes;
  }
}
