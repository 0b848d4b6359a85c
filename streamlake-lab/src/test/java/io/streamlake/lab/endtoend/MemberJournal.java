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
 * What one member has handled, a line a record, in a file of its own. A line is written at once and
 * in one piece, so it survives the process; safe for use from any thread.
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

  /** Notes that a record is safe. */
  synchronized void handled(TopicPartition id, long epoch, long offset) {
    write(id, epoch, offset);
  }

  /** Notes that partitions left without a chance to let them come to rest. */
  synchronized void lost(TopicPartition id, long epoch) {
    write(id, epoch, Entry.LOST);
  }

  private void write(TopicPartition id, long epoch, long offset) {
    sequence++;
    String line = "%s %d@%d %d %d\n".formatted(member, id.partition(), offset, epoch, sequence);
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

  /**
   * A line.
   *
   * @param member the process
   * @param partition its partition
   * @param offset the record's, or {@link #LOST}
   * @param epoch the assignment's, within the member
   * @param sequence 1 for the member's first line, and so on
   */
  record Entry(String member, int partition, long offset, long epoch, long sequence) {

    private static final long LOST = -1;

    private static Entry parse(String line) {
      String[] fields = line.split("[ @]", -1);
      return new Entry(
          fields[0],
          Integer.parseInt(fields[1]),
          Long.parseLong(fields[2]),
          Long.parseLong(fields[3]),
          Long.parseLong(fields[4]));
    }

    boolean isLost() {
      return offset == LOST;
    }
  }
}
