package io.streamlake.runner.settings;

import java.util.Optional;

/** The codecs of all formats. */
public enum Compression {
  /** Not compressed (jsonl). */
  NONE,
  /** Gzip (jsonl, parquet). */
  GZIP(0, 9),
  /** Zstandard (jsonl, parquet). */
  ZSTD(-7, 22),
  /** Not compressed (avro). */
  NULL,
  /** Deflate (avro). */
  DEFLATE(0, 9),
  /** Snappy (avro, parquet). */
  SNAPPY,
  /** Zstandard (avro). */
  ZSTANDARD(-7, 22),
  /** Not compressed (parquet). */
  UNCOMPRESSED;

  private final int minLevel;
  private final int maxLevel;

  Compression() {
    this(0, -1);
  }

  Compression(int minLevel, int maxLevel) {
    this.minLevel = minLevel;
    this.maxLevel = maxLevel;
  }

  /** What is wrong with a level of this codec, if anything. */
  Optional<String> objectionTo(int level) {
    if (level >= minLevel && level <= maxLevel) {
      return Optional.empty();
    }
    String name = KeyType.nameOf(this);
    return Optional.of(
        maxLevel < minLevel
            ? "compression " + name + " has no levels; leave it out"
            : "must be from " + minLevel + " to " + maxLevel + " for " + name);
  }
}
