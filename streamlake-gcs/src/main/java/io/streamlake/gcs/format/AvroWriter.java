package io.streamlake.gcs.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes an Avro file block by block. For one thread. */
final class AvroWriter {

  /** Half of what Avro's own writer takes: hundreds of files may be open at once. */
  static final int BLOCK_BYTES = 32 * 1024;

  private final SummedFile file;
  private final AvroBlocks blocks;
  private final byte[] syncMarker;
  private final AvroBuffer buffer = new AvroBuffer();
  private long count;

  private AvroWriter(SummedFile file, AvroBlocks blocks, byte[] syncMarker) {
    this.file = file;
    this.blocks = blocks;
    this.syncMarker = syncMarker;
  }

  static AvroWriter create(Path path, AvroBlocks blocks, byte[] syncMarker) throws IOException {
    SummedFile file = new SummedFile(path);
    try {
      file.write(AvroSchema.header(blocks.name(), syncMarker));
      return new AvroWriter(file, blocks, syncMarker);
    } catch (IOException failure) {
      file.close();
      Files.deleteIfExists(path);
      throw failure;
    }
  }

  void write(ConsumerRecord<byte[], byte[]> record) throws IOException {
    buffer.put(record);
    count++;
    if (buffer.length() >= BLOCK_BYTES) {
      writeBlock();
    }
  }

  private void writeBlock() throws IOException {
    if (count == 0) {
      return;
    }
    byte[] block = blocks.compress(buffer.array(), buffer.length());
    AvroBuffer frame = new AvroBuffer();
    frame.putLong(count);
    frame.putLong(block.length);
    file.write(frame.array(), 0, frame.length());
    file.write(block);
    file.write(syncMarker);
    buffer.clear(BLOCK_BYTES);
    count = 0;
  }

  /** Writes what is pending, and closes. */
  void finish() throws IOException {
    writeBlock();
    file.close();
  }

  /** Closes without what is pending. */
  void abandon() throws IOException {
    file.close();
  }

  long bytes() {
    return file.bytes();
  }

  int crc32c() {
    return file.crc32c();
  }
}
