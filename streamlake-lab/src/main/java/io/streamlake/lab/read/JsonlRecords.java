package io.streamlake.lab.read;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Reads lines of JSON. */
final class JsonlRecords implements ObjectRecords {

  private final EnvelopeParser parser = new EnvelopeParser();
  private final String extension;

  JsonlRecords(String extension) {
    this.extension = extension;
  }

  @Override
  public void read(String object, InputStream stored, Sink sink) throws IOException {
    LineReader lines = new LineReader(decompress(stored));
    for (byte[] bytes = lines.next(); bytes != null; bytes = lines.next()) {
      sink.accept(parser.parse(object, bytes));
    }
  }

  private InputStream decompress(InputStream stored) throws IOException {
    return switch (extension) {
      case "jsonl" -> stored;
      case "jsonl.gz" -> new GZIPInputStream(stored, 1 << 16);
      case "jsonl.zst" -> new ZstdInputStream(stored);
      default -> throw new IllegalArgumentException("of no known format: ." + extension);
    };
  }
}
