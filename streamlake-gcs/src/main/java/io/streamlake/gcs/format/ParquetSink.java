package io.streamlake.gcs.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A data object in Parquet. Columns of a row group have to be held together, which hundreds of open
 * files could not afford; so records wait as rows in a file of their own, and become columns when
 * the file is finished: one file at a time for each thread that finishes.
 */
final class ParquetSink implements RecordSink {

  private final Path path;
  private final Path rowsPath;
  private final AvroEncoding rowEncoding;
  private final AvroWriter rows;
  private final ParquetCodec codec;
  private final SummaryCounter counter;
  private @Nullable ParquetWriter columns;

  private ParquetSink(Path path, SegmentOrigin origin, ParquetCodec codec, SummaryCounter counter)
      throws IOException {
    this.path = path;
    this.rowsPath = path.resolveSibling(path.getFileName() + ".rows");
    this.rowEncoding = codec.rows();
    this.rows = rowEncoding.writer(rowsPath, origin);
    this.codec = codec;
    this.counter = counter;
  }

  static ParquetSink open(
      Path path, SegmentOrigin origin, ParquetCodec codec, SummaryCounter counter)
      throws IOException {
    return new ParquetSink(path, origin, codec, counter);
  }

  @Override
  public void append(ConsumerRecord<byte[], byte[]> record, JsonlEncoder line) throws IOException {
    counter.lines(line.buffer(), line.length());
    rows.write(record);
  }

  @Override
  public long bytes() {
    ParquetWriter written = columns;
    return written == null ? rows.bytes() : written.bytes();
  }

  /** The object is about as large as its rows, which go when it is complete. */
  @Override
  public long bytesToFinish() {
    return columns == null ? rows.bytes() : 0;
  }

  @Override
  public void finish() throws IOException {
    rows.finish();
    ParquetWriter writer = ParquetWriter.create(path, codec);
    columns = writer;
    try (InputStream in = Files.newInputStream(rowsPath)) {
      AvroReader reader = rowEncoding.reader(in);
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        writer.write(next.get());
      }
    }
    writer.finish();
    Files.delete(rowsPath);
  }

  @Override
  public int crc32c() {
    ParquetWriter written = columns;
    return written == null ? 0 : written.crc32c();
  }

  @Override
  public void discard() throws IOException {
    ParquetWriter started = columns;
    try {
      rows.abandon();
      if (started != null) {
        started.abandon();
      }
    } finally {
      Files.deleteIfExists(rowsPath);
      Files.deleteIfExists(path);
    }
  }
}
