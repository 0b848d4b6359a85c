package io.streamlake.gcs.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Lines of JSON, compressed as a stream. */
final class JsonlEncoding extends Encoding {

  private final Compression codec;
  private final int level;

  JsonlEncoding(Compression codec, OptionalInt level) {
    super("jsonl", codec.settingName());
    this.codec = codec;
    this.level = level.orElse(codec.defaultLevel());
    codec.checkLevel(this.level);
  }

  @Override
  public String extension() {
    return codec.extension();
  }

  @Override
  public String contentType() {
    return codec.contentType();
  }

  @Override
  RecordSink open(Path path, SegmentOrigin origin, SummaryCounter counter) throws IOException {
    return LineSink.open(path, codec, level, counter);
  }

  @Override
  public FileSummary read(InputStream in, Consumer<ConsumerRecord<byte[], byte[]>> each)
      throws IOException {
    return JsonlReader.read(in, codec, each);
  }
}
