package io.streamlake.gcs.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** A new file that counts and sums its bytes while they are written. For one thread. */
final class SummedFile extends OutputStream {

  private final OutputStream out;
  private final CRC32C sum = new CRC32C();
  private long bytes;

  SummedFile(Path file) throws IOException {
    super();
    this.out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
    sum.update(buffer, offset, length);
    bytes += length;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  long bytes() {
    return bytes;
  }

  int crc32c() {
    return (int) sum.getValue();
  }
}
