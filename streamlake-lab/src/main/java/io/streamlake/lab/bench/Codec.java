package io.streamlake.lab.bench;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** How the hand-written lander compresses. */
public enum Codec {
  /** Not at all. */
  NONE {
    @Override
    OutputStream wrap(OutputStream output) {
      return output;
    }
  },
  /** zstd at level 3, the format's default. */
  ZSTD_3 {
    @Override
    OutputStream wrap(OutputStream output) throws IOException {
      return new ZstdOutputStreamNoFinalizer(output, 3);
    }
  },
  /** gzip at level 6, the format's default. */
  GZIP_6 {
    @Override
    OutputStream wrap(OutputStream output) throws IOException {
      return new GZIPOutputStream(output, 1 << 16);
    }
  };

  abstract OutputStream wrap(OutputStream output) throws IOException;

  /** The name in tables and on the command line, as in {@code zstd-3}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
