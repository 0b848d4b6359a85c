package io.streamlake.gcs.format;

import java.nio.ByteBuffer;

/**
 * Repetition or definition levels as runs of equal ones: Parquet's RLE hybrid, without its
 * bit-packed half. Levels up to 255 take one octet.
 */
final class LevelRuns {

  private final PlainBytes runs = new PlainBytes();
  private int level;
  private int count;

  void add(int next) {
    if (next != level) {
      endRun();
      level = next;
    }
    count++;
  }

  private void endRun() {
    if (count > 0) {
      runs.putUnsigned(count << 1);
      runs.write(level);
    }
    count = 0;
  }

  int size() {
    return runs.size();
  }

  /** Moves all levels to a page, behind their length in bytes. */
  void drainTo(PlainBytes page) {
    endRun();
    page.putInt(runs.size());
    page.write(runs.array(), 0, runs.size());
    runs.reset();
  }

  /** Gives back levels one by one. */
  static final class Reader {

    private final ByteBuffer runs;
    private int level;
    private int left;

    Reader(ByteBuffer runs) {
      this.runs = runs;
    }

    int next() {
      while (left == 0) {
        int header = unsigned();
        if ((header & 1) != 0) {
          throw new IllegalArgumentException("levels are bit-packed");
        }
        left = header >>> 1;
        level = runs.get();
      }
      left--;
      return level;
    }

    private int unsigned() {
      int value = 0;
      int octet = 0x80;
      for (int shift = 0; (octet & 0x80) != 0; shift += 7) {
        octet = runs.get();
        value |= (octet & 0x7f) << shift;
      }
      return value;
    }
  }
}
