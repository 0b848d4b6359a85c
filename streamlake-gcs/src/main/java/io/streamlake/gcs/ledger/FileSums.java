package io.streamlake.gcs.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Compares two sets of data objects of any size without keeping either: each object adds to sums
 * that do not depend on the order, and equal sets have equal sums. Unequal ones have equal sums by
 * an accident of 1 in 2^64; whoever forges objects is found by decoding them only.
 *
 * <p>An object is told by its name, and then by its content hash or by its size and checksum,
 * whichever is known of it. Pure; for one thread.
 */
final class FileSums {

  private static final Pattern CONTENT = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final int CONTENT_START = "sha256:".length();
  private static final int LONG_DIGITS = 16;

  private long names;
  private long contents;
  private long bytes;

  /** Adds an object of which all is known. */
  void add(String name, Optional<String> content, long size, OptionalInt crc32c) {
    long key = hash(name);
    names += key;
    // What is not known counts as something that nobody else adds.
    contents += content.filter(FileSums::isContent).map(hex -> mix(key ^ prefix(hex))).orElse(1L);
    bytes += crc32c.isPresent() ? mix(mix(key ^ size) ^ crc32c.getAsInt()) : 1;
  }

  /** Adds all that another one has. */
  void add(FileSums other) {
    names += other.names;
    contents += other.contents;
    bytes += other.bytes;
  }

  boolean hasSameNames(FileSums other) {
    return names == other.names;
  }

  /** Whether each object is the same, by its content or by its bytes. */
  boolean hasSameObjects(FileSums other) {
    return hasSameNames(other) && (contents == other.contents || bytes == other.bytes);
  }

  private static boolean isContent(String text) {
    return CONTENT.matcher(text).matches();
  }

  private static long prefix(String content) {
    return Long.parseUnsignedLong(content, CONTENT_START, CONTENT_START + LONG_DIGITS, 16);
  }

  private static long hash(String name) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java has SHA-256", impossible);
    }
  }

  /** The finalizer of SplitMix64: every bit of the input changes half of the output's. */
  private static long mix(long value) {
    long first = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    long second = (first ^ (first >>> 27)) * 0x94d049bb133111ebL;
    return second ^ (second >>> 31);
  }
}
