package io.streamlake.gcs.format;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/** Reads Parquet files of the raw zone; one row group is held in memory. */
final class ParquetReader {

  private static final int TAIL_BYTES = Integer.BYTES + ParquetWriter.MAGIC.length;

  private final FileChannel file;
  private final ParquetCodec codec;

  private ParquetReader(FileChannel file, ParquetCodec codec) {
    this.file = file;
    this.codec = codec;
  }

  static void read(Path path, ParquetCodec codec, Consumer<ConsumerRecord<byte[], byte[]>> each)
      throws IOException {
    try (FileChannel file = FileChannel.open(path)) {
      new ParquetReader(file, codec).readAll(each);
    }
  }

  private void readAll(Consumer<ConsumerRecord<byte[], byte[]>> each) throws IOException {
    FileMetaData footer = footer();
    require(ParquetField.schema().equals(footer.getSchema()), "schema");
    for (RowGroup group : footer.getRow_groups()) {
      ParquetRows rows = rows(group);
      for (long row = 0; row < group.getNum_rows(); row++) {
        each.accept(rows.next());
      }
      require(rows.isAtEnd(), "row count");
    }
  }

  private static void require(boolean isTrue, String what) throws IOException {
    if (!isTrue) {
      throw new IOException("the Parquet file's " + what + " is not the claimed one");
    }
  }

  private FileMetaData footer() throws IOException {
    require(file.size() >= ParquetWriter.MAGIC.length + TAIL_BYTES, "length");
    ByteBuffer tail = ByteBuffer.wrap(bytes(file.size() - TAIL_BYTES, TAIL_BYTES));
    tail.order(ByteOrder.LITTLE_ENDIAN);
    int length = tail.getInt();
    byte[] magic = new byte[ParquetWriter.MAGIC.length];
    tail.get(magic);
    require(Arrays.equals(magic, ParquetWriter.MAGIC), "magic");
    require(length > 0 && length <= file.size() - TAIL_BYTES, "footer");
    byte[] footer = bytes(file.size() - TAIL_BYTES - length, length);
    return Util.readFileMetaData(new ByteArrayInputStream(footer));
  }

  private ParquetRows rows(RowGroup group) throws IOException {
    ParquetField[] fields = ParquetField.values();
    require(group.getColumnsSize() == fields.length, "column count");
    Map<ParquetField, ParquetCursor> cursors = new EnumMap<>(ParquetField.class);
    Iterator<ColumnChunk> chunks = group.getColumns().iterator();
    for (ParquetField field : fields) {
      ColumnChunk chunk = chunks.next();
      ColumnMetaData described = chunk.getMeta_data();
      require(described.getPath_in_schema().equals(field.path()), "column");
      require(described.getCodec() == codec.id(), "codec");
      byte[] pages =
          bytes(
              described.getData_page_offset(),
              Math.toIntExact(described.getTotal_compressed_size()));
      cursors.put(field, new ParquetCursor(field, codec, pages));
    }
    return new ParquetRows(cursors);
  }

  private byte[] bytes(long position, int length) throws IOException {
    require(position >= 0 && length >= 0 && position <= file.size() - length, "layout");
    byte[] bytes = new byte[length];
    ByteBuffer target = ByteBuffer.wrap(bytes);
    while (target.hasRemaining()) {
      if (file.read(target, position + target.position()) < 0) {
        throw new EOFException("the file is cut off");
      }
    }
    return bytes;
  }
}
