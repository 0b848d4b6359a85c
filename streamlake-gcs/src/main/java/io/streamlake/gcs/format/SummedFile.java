package io.streamlake.gcs.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** A new file that counts and sums its bytes while they are written. For one thread. */
final class SummedFile extends OutputStream {

  private final FileChannel channel;
  private final CRC32C sum = new CRC32C();
  private long bytes;

  SummedFile(Path file) throws IOException {
    super();
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Writes all of a buffer. */
  void write(ByteBuffer buffer) throws IOException {
    sum.update(buffer.duplicate());
    bytes += buffer.remaining();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] array, int offset, int length) throws IOException {
    write(ByteBuffer.wrap(array, offset, length));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  long bytes() {
    return bytes;
  }

  int crc32c() {
    return (int) sum.getValue();
  }
}
