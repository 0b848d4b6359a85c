package io.streamlake.runner.settings;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** How records are written. */
public enum Format {
  /** One JSON text a line. */
  JSONL,
  /** Avro object container files. */
  AVRO,
  /** Parquet files. */
  PARQUET;

  /** The codecs of this format. */
  public List<Compression> compressions() {
    return switch (this) {
      case JSONL -> List.of(Compression.NONE, Compression.GZIP, Compression.ZSTD);
      case AVRO ->
          List.of(Compression.NULL, Compression.DEFLATE, Compression.SNAPPY, Compression.ZSTANDARD);
      case PARQUET ->
          List.of(Compression.UNCOMPRESSED, Compression.SNAPPY, Compression.GZIP, Compression.ZSTD);
    };
  }

  /** The codecs of this format, as they are written in settings. */
  String compressionNames() {
    return compressions().stream().map(KeyType::nameOf).collect(joining(", "));
  }
}
