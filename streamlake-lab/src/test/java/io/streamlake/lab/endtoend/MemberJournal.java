package io.streamlake.lab.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * What one member has seen and handled, a line each, in a file of its own. A line is written at
 * once and in one piece, so it survives the process; safe for use from any thread.
 */
final class MemberJournal implements AutoCloseable {

  private final FileChannel file;
  private final String member;
  private long sequence;

  private MemberJournal(FileChannel file, String member) {
    this.file = file;
    this.member = member;
  }

  /** Begins a journal; the member's name is the file's. */
  static MemberJournal begin(Path path) throws IOException {
    FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new MemberJournal(file, path.getFileName().toString());
  }

  /** Notes what happens now. */
  void note(Kind kind, TopicPartition id, long offset, long epoch) {
    note(kind, id, offset, epoch, System.currentTimeMillis());
  }

  /** Notes what has happened before. */
  synchronized void note(Kind kind, TopicPartition id, long offset, long epoch, long atMillis) {
    sequence++;
    String line =
        "%s %d@%d %d %d %s %d\n"
            .formatted(member, id.partition(), offset, epoch, sequence, kind, atMillis);
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(US_ASCII));
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** What a journal says so far; a line that is not complete does not count. */
  static List<Entry> read(Path path) throws IOException {
    String text = Files.readString(path, US_ASCII);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Entry::parse).toList();
  }

  /** What a line tells. */
  enum Kind {
    /** A partition has come; its start is not known. */
    ASSIGNED,
    /** The loop says what is committed. */
    TOLD,
    /** A record is taken, and its safety promised for later. */
    TAKEN,
    /** A record is safe. */
    HANDLED,
    /** The partition is asked to come to rest. */
    FLUSHED,
    /** The partition has left. */
    DROPPED,
    /** The broker has confirmed a commit; the time is when it was sent. */
    COMMITTED,
    /** The broker has not confirmed a commit. */
    REFUSED
  }

  /**
   * A line.
   *
   * @param member the process
   * @param partition its partition
   * @param offset of the record or the commit; {@link #NONE} where there is none
   * @param epoch the assignment's, within the member; {@link #NONE} for commits
   * @param sequence 1 for the member's first line, and so on
   * @param kind what it tells
   * @param atMillis the time, by the clock that all processes of a machine share
   */
  record Entry(
      String member,
      int partition,
      long offset,
      long epoch,
      long sequence,
      Kind kind,
      long atMillis) {

    static final long NONE = -1;

    private static Entry parse(String line) {
      String[] fields = line.split("[ @]", -1);
      return new Entry(
          fields[0],
          Integer.parseInt(fields[1]),
          Long.parseLong(fields[2]),
          Long.parseLong(fields[3]),
          Long.parseLong(fields[4]),
          Kind.valueOf(fields[5]),
          Long.parseLong(fields[6]));
    }
  }
}
