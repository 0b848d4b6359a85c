package io.streamlake.gcs.format;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Compresses one stream of bytes into a file. Works between direct buffers: native codecs would
 * keep the garbage collector out for as long as they hold an array of the heap. Holds native memory
 * until it is closed, which may happen at any time and more than once. Keeps nothing of the buffers
 * that it is given: they are another file's afterwards. For one thread at a time.
 */
interface StreamCodec extends AutoCloseable {

  /**
   * Takes all of a piece of the stream.
   *
   * @param source the piece, a direct buffer
   * @param target any direct buffer to work with
   * @param file where the compressed bytes go
   */
  void write(ByteBuffer source, ByteBuffer target, SummedFile file) throws IOException;

  /** Writes what the codec still holds, and ends the stream. */
  void finish(ByteBuffer target, SummedFile file) throws IOException;

  /** Gives back native memory. */
  @Override
  void close();

  /** Lets the bytes pass as they are. */
  static StreamCodec none() {
    return new StreamCodec() {
      @Override
      public void write(ByteBuffer source, ByteBuffer target, SummedFile file) throws IOException {
        file.write(source);
      }

      @Override
      public void finish(ByteBuffer target, SummedFile file) {
        // nothing is held back
      }

      @Override
      public void close() {
        // nothing is held
      }
    };
  }
}
