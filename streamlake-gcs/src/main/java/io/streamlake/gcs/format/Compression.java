package io.streamlake.gcs.format;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** How the bytes of a JSONL data object are compressed. */
public enum Compression {
  /** Plain lines. */
  NONE("jsonl", "application/x-ndjson", 0),
  /** RFC 1952; what every reader understands. */
  GZIP("jsonl.gz", "application/gzip", 6),
  /** RFC 8878; smaller and faster than gzip, but BigQuery does not load it. */
  ZSTD("jsonl.zst", "application/zstd", 3);

  private static final int BUFFER_BYTES = 16 * 1024;

  private final String extension;
  private final String contentType;
  private final int defaultLevel;

  Compression(String extension, String contentType, int defaultLevel) {
    this.extension = extension;
    this.contentType = contentType;
    this.defaultLevel = defaultLevel;
  }

  /**
   * Finds a compression by its name in settings and claims.
   *
   * @param name {@code none}, {@code gzip} or {@code zstd}
   * @return the compression
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Compression of(String name) {
    return Arrays.stream(values())
        .filter(compression -> compression.settingName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "compression must be none, gzip or zstd, not '" + name + "'"));
  }

  /**
   * The name in settings and claims.
   *
   * @return {@code none}, {@code gzip} or {@code zstd}
   */
  public String settingName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * How the names of data objects end.
   *
   * @return the extension without its leading dot
   */
  public String extension() {
    return extension;
  }

  /**
   * The MIME type of data objects. It tells what the stored bytes are, so that nothing on the way
   * decodes them.
   *
   * @return the Content-Type
   */
  public String contentType() {
    return contentType;
  }

  /**
   * The level where none is set.
   *
   * @return the level on the codec's own scale; 0 where there are no levels
   */
  public int defaultLevel() {
    return defaultLevel;
  }

  /**
   * Checks a level.
   *
   * @param level on the codec's own scale
   * @throws IllegalArgumentException if the codec has no such level
   */
  public void checkLevel(int level) {
    boolean known =
        switch (this) {
          case NONE -> level == 0;
          case GZIP -> level >= 0 && level <= 9;
          case ZSTD -> level >= -7 && level <= 22;
        };
    if (!known) {
      throw new IllegalArgumentException(
          "compression-level " + level + " does not exist for " + settingName());
    }
  }

  /** Begins a compressed stream, at a level of the codec's own scale. */
  StreamCodec open(int level) {
    return switch (this) {
      case NONE -> StreamCodec.none();
      case GZIP -> new GzipStream(level);
      case ZSTD -> new ZstdStream(level);
    };
  }

  /**
   * Decompresses what is read; an input that ends early throws {@link IOException}.
   *
   * @param in the compressed bytes; closed with the stream
   * @return a stream for one thread
   * @throws IOException if the input does not begin as this codec's output does
   */
  public InputStream decompress(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP -> new GZIPInputStream(in, BUFFER_BYTES);
      case ZSTD -> new ZstdInputStreamNoFinalizer(in);
    };
  }
}
