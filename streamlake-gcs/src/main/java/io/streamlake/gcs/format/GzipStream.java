package io.streamlake.gcs.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** One member of a gzip file (RFC 1952), without a name and a time: equal input, equal bytes. */
final class GzipStream implements StreamCodec {

  /** Magic, deflate, no flags, no time, no extra flags, unknown system. */
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final Deflater deflater;
  private final CRC32 sum = new CRC32();
  private int length; // modulo 2^32, as the trailer has it
  private boolean isBegun;

  GzipStream(int level) {
    this.deflater = new Deflater(level, true);
  }

  @Override
  public void write(ByteBuffer source, ByteBuffer target, SummedFile file) throws IOException {
    begin(target, file);
    sum.update(source.duplicate());
    length += source.remaining();
    // a view of its own: the deflater looks at it again at the end, when the buffer is another's
    deflater.setInput(source.duplicate());
    while (!deflater.needsInput()) {
      deflate(target, file);
    }
  }

  @Override
  public void finish(ByteBuffer target, SummedFile file) throws IOException {
    begin(target, file);
    deflater.finish();
    while (!deflater.finished()) {
      deflate(target, file);
    }
    target.clear().order(ByteOrder.LITTLE_ENDIAN).putInt((int) sum.getValue()).putInt(length);
    file.write(target.flip());
  }

  private void begin(ByteBuffer target, SummedFile file) throws IOException {
    if (!isBegun) {
      isBegun = true;
      file.write(target.clear().put(HEADER).flip());
    }
  }

  private void deflate(ByteBuffer target, SummedFile file) throws IOException {
    deflater.deflate(target.clear());
    file.write(target.flip());
  }

  @Override
  public void close() {
    deflater.end();
  }
}
