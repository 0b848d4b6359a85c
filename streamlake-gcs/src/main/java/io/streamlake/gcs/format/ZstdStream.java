package io.streamlake.gcs.format;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One zstd frame (RFC 8878). Hundreds of files may be open at once and take turns on a core, so
 * what one of them works with has to be small: the window is 512 KiB, and level 3 has tables of 128
 * KiB instead of 256 and 512, or each turn would begin with a cold cache.
 *
 * @see <a href="https://facebook.github.io/zstd/zstd_manual.html">hashLog, chainLog, windowLog</a>
 */
final class ZstdStream implements StreamCodec {

  private static final int WINDOW_LOG = 19;
  private static final int TABLE_LOG = 15;
  private static final int SMALL_TABLES_LEVEL = 3;

  private final ZstdCompressCtx context;

  ZstdStream(int level) {
    this.context = new ZstdCompressCtx().setLevel(level).setWindowLog(WINDOW_LOG);
    if (level == SMALL_TABLES_LEVEL) {
      context.setHashLog(TABLE_LOG).setChainLog(TABLE_LOG);
    }
  }

  @Override
  public void write(ByteBuffer source, ByteBuffer target, SummedFile file) throws IOException {
    while (source.hasRemaining()) {
      compress(target, source, EndDirective.CONTINUE);
      file.write(target.flip());
    }
  }

  @Override
  public void finish(ByteBuffer target, SummedFile file) throws IOException {
    ByteBuffer nothing = target.duplicate().limit(0);
    boolean isWhole = false;
    while (!isWhole) {
      isWhole = compress(target, nothing, EndDirective.END);
      file.write(target.flip());
    }
  }

  private boolean compress(ByteBuffer target, ByteBuffer source, EndDirective how)
      throws IOException {
    try {
      return context.compressDirectByteBufferStream(target.clear(), source, how);
    } catch (ZstdException e) {
      throw new IOException("zstd: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
