package io.streamlake.gcs.format;

import java.io.ByteArrayOutputStream;

/** Parquet's plain encoding: little-endian numbers, bytes behind their length. */
final class PlainBytes extends ByteArrayOutputStream {

  PlainBytes() {
    super(1024);
  }

  byte[] array() {
    return buf;
  }

  void putInt(int value) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      write(value >>> shift);
    }
  }

  void putLong(long value) {
    putInt((int) value);
    putInt((int) (value >>> Integer.SIZE));
  }

  void putBytes(byte[] value) {
    putInt(value.length);
    write(value, 0, value.length);
  }

  /** Seven bits an octet, lowest first. */
  void putUnsigned(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    write(rest);
  }
}
