package io.streamlake.gcs.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamCodecTest {

  /** Files share their buffers: another one's lines are in them before this one is finished. */
  @ParameterizedTest
  @EnumSource
  void keepsNothingOfABufferThatItWasGiven(Compression compression, @TempDir Path directory)
      throws IOException {
    Path path = directory.resolve("file");
    ByteBuffer shared = ByteBuffer.allocateDirect(64);
    ByteBuffer target = ByteBuffer.allocateDirect(1024);

    try (SummedFile file = new SummedFile(path);
        StreamCodec codec = compression.open(compression.defaultLevel())) {
      codec.write(shared.put("this one's".getBytes(UTF_8)).flip(), target, file);
      shared.clear().put("another one's".getBytes(UTF_8)).flip();
      codec.finish(target, file);
    }

    assertThat(shared).isEqualTo(ByteBuffer.wrap("another one's".getBytes(UTF_8)));
    try (InputStream in = compression.decompress(Files.newInputStream(path))) {
      assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("this one's");
    }
  }
}
