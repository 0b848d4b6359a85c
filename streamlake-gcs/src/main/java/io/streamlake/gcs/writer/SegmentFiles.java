package io.streamlake.gcs.writer;

import io.streamlake.gcs.format.Encoding;
import io.streamlake.gcs.format.JsonlEncoder;
import io.streamlake.gcs.format.SegmentFile;
import io.streamlake.gcs.format.SegmentOrigin;
import io.streamlake.gcs.ledger.FileEntry;
import io.streamlake.gcs.ledger.Folders;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.stage.StagingArea;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The files of a segment while it is staged, one a folder. For one thread. */
final class SegmentFiles {

  private final StagingArea area;
  private final OpenFiles openFiles;
  private final SegmentOrigin origin;
  private final Encoding encoding;
  private final Folders folders;
  private final TreeMap<Long, SegmentFile> files = new TreeMap<>();
  private @Nullable SegmentFile last;
  private long lastSlot;
  private long reserved;
  private int slots;

  SegmentFiles(
      StagingArea area,
      OpenFiles openFiles,
      SegmentOrigin origin,
      Encoding encoding,
      Folders folders) {
    this.area = area;
    this.openFiles = openFiles;
    this.origin = origin;
    this.encoding = encoding;
    this.folders = folders;
  }

  /** Appends what the encoder holds: the line of this record. */
  void append(ConsumerRecord<byte[], byte[]> record, JsonlEncoder encoder) throws IOException {
    fileOf(record.timestamp()).append(record, encoder);
  }

  private SegmentFile fileOf(long timestampMs) throws IOException {
    long slot = folders.slot(timestampMs);
    SegmentFile file = last;
    if (file != null && slot == lastSlot) {
      return file;
    }
    file = files.get(slot);
    if (file == null) {
      Path path = area.newFile(encoding.extension());
      if (files.size() >= slots) {
        openFiles.open();
        slots++;
      }
      file = SegmentFile.create(path, encoding, origin);
      files.put(slot, file);
    }
    last = file;
    lastSlot = slot;
    return file;
  }

  /** Whether a record goes to a file that is open already. */
  boolean isOpenFor(long timestampMs) {
    long slot = folders.slot(timestampMs);
    return (last != null && slot == lastSlot) || files.containsKey(slot);
  }

  /** How many files are open. */
  int count() {
    return files.size();
  }

  /** Whether it may open files, of those that all partitions share. */
  boolean hasReserve() {
    return slots > 0;
  }

  /**
   * Reserves files, unless some are left of an earlier reserve.
   *
   * @param wake run when it is worth trying again
   * @return whether a file may be opened
   */
  boolean tryReserve(int more, Runnable wake) {
    if (slots > files.size()) {
      return true;
    }
    int taken = openFiles.tryOpen(more, wake);
    slots += taken;
    return taken > 0;
  }

  /** Gives back what is reserved and not open: the record that it was for needs no file. */
  void releaseReserve() {
    int unused = slots - files.size();
    slots = files.size();
    openFiles.closed(unused);
  }

  /** Compressed bytes on disk, behind by what the codecs hold. */
  long bytes() {
    long sum = 0;
    for (SegmentFile file : files.values()) {
      sum += file.bytes();
    }
    return sum;
  }

  /**
   * The most that it takes on disk until it is closed. Files are closed one after the other, so one
   * of them is there twice at a time.
   */
  long bytesUntilClosed() {
    long toFinish = 0;
    for (SegmentFile file : files.values()) {
      toFinish = Math.max(toFinish, file.bytesToFinish());
    }
    return bytes() + toFinish;
  }

  /** Brings the staging budget up to date. */
  void account() {
    reserveUpTo(bytesUntilClosed());
  }

  private void reserveUpTo(long bytes) {
    area.reserve(Math.max(0, bytes - reserved));
    reserved = Math.max(reserved, bytes);
  }

  /** Gives back what was reserved for closing only. */
  private void settle(long bytes) {
    reserveUpTo(bytes);
    area.release(reserved - bytes);
    reserved = bytes;
  }

  /** Closes all files, in the order of their folders. */
  List<StagedObject> finish(Layout layout) throws IOException {
    account();
    List<StagedObject> staged = new ArrayList<>();
    long bytes = 0;
    for (Map.Entry<Long, SegmentFile> file : files.entrySet()) {
      String name =
          layout.dataObject(
              origin.partition(), origin.from(), folders.path(file.getKey()), encoding.extension());
      FileEntry entry = FileEntry.of(name, file.getValue().finish());
      bytes += entry.bytes();
      staged.add(new StagedObject(entry, file.getValue().path()));
    }
    files.clear();
    last = null;
    settle(bytes);
    releaseReserve();
    return staged;
  }

  /** The bytes that this segment takes from the staging budget, until they are released. */
  long reserved() {
    return reserved;
  }

  /** Closes and deletes what is open: each file, though another one's disk may be full. */
  void discard() throws IOException {
    last = null;
    List<SegmentFile> open = List.copyOf(files.values());
    files.clear();
    area.release(reserved);
    reserved = 0;
    Optional<IOException> failure = discard(open);
    releaseReserve();
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private static Optional<IOException> discard(List<SegmentFile> open) {
    IOException failure = null;
    for (SegmentFile file : open) {
      try {
        file.discard();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    return Optional.ofNullable(failure);
  }
}
