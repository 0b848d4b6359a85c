package io.streamlake.lab.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * What a good engineer writes in an hour: one thread that polls, encodes, compresses and writes one
 * local file a partition. No commits, no recovery, no folders, no limits.
 */
final class HandWrittenLander implements Subject {

  private static final Duration POLL = Duration.ofMillis(500);

  private final Codec codec;

  HandWrittenLander(Codec codec) {
    this.codec = codec;
  }

  @Override
  public String name() {
    return "hand-written-" + codec.label();
  }

  @Override
  public Codec rival() {
    return codec;
  }

  @Override
  public long readAll(Workload workload) throws IOException {
    long records = 0;
    EnvelopeEncoder encoder = new EnvelopeEncoder();
    List<OutputStream> files = openFiles(workload);
    try (KafkaConsumer<byte[], byte[]> consumer = workload.openConsumer()) {
      while (records < workload.records()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          encoder.write(record, files.get(record.partition()));
          records++;
        }
      }
    }
    for (OutputStream file : files) {
      file.close();
    }
    return records;
  }

  private List<OutputStream> openFiles(Workload workload) throws IOException {
    List<OutputStream> files = new ArrayList<>();
    for (int partition = 0; partition < workload.partitions(); partition++) {
      Path file = workload.scratch().resolve(name() + "-" + partition);
      OutputStream compressed =
          codec.wrap(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
      files.add(new BufferedOutputStream(compressed, 1 << 16));
    }
    return files;
  }
}
