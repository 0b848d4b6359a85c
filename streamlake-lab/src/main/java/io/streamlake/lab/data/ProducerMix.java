package io.streamlake.lab.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Producers with different codecs and batches, two of them transactional; batches go to one at
 * random. A transaction stays open over the next plain batch, so that its records and others
 * mingle. Not thread-safe.
 */
final class ProducerMix implements AutoCloseable {

  private final String topic;
  private final Random random;
  private final Acknowledgements acknowledged = new Acknowledgements();
  private final List<KafkaProducer<byte @Nullable [], byte @Nullable []>> plain = new ArrayList<>();
  private final List<KafkaProducer<byte @Nullable [], byte @Nullable []>> transactional =
      new ArrayList<>();
  private final int partitions;
  private @Nullable KafkaProducer<byte @Nullable [], byte @Nullable []> open;
  private boolean isOpenToBeAborted;

  ProducerMix(Map<String, Object> clientConfig, String topic, long seed) {
    this.topic = topic;
    this.random = new Random(seed);
    for (String codec : List.of("none", "zstd", "lz4")) {
      plain.add(ByteProducers.create(clientConfig, settings(codec)));
    }
    for (String codec : List.of("none", "zstd")) {
      Map<String, Object> settings = settings(codec);
      settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "hard-records-" + UUID.randomUUID());
      KafkaProducer<byte @Nullable [], byte @Nullable []> producer =
          ByteProducers.create(clientConfig, settings);
      transactional.add(producer);
      producer.initTransactions();
    }
    this.partitions = plain.get(0).partitionsFor(topic).size();
  }

  /** How many partitions the topic has. */
  int partitions() {
    return partitions;
  }

  /** Sends a batch and answers whether its records are, or will be, committed. */
  boolean send(List<RawContent> batch) {
    int choice = random.nextInt(6);
    if (choice < plain.size()) {
      sendAll(plain.get(choice), batch);
      finish();
      return true;
    }
    finish();
    KafkaProducer<byte @Nullable [], byte @Nullable []> producer =
        transactional.get(random.nextInt(transactional.size()));
    producer.beginTransaction();
    open = producer;
    isOpenToBeAborted = random.nextInt(3) == 0;
    boolean isCommitted = !isOpenToBeAborted;
    sendAll(producer, batch);
    return isCommitted;
  }

  /** Ends the open transaction, if there is one. */
  void finish() {
    KafkaProducer<byte @Nullable [], byte @Nullable []> producer = open;
    open = null;
    if (producer == null) {
      return;
    }
    if (isOpenToBeAborted) {
      producer.abortTransaction();
    } else {
      producer.commitTransaction();
    }
  }

  @Override
  public void close() {
    plain.forEach(KafkaProducer::close);
    transactional.forEach(KafkaProducer::close);
    acknowledged.check();
  }

  private void sendAll(
      KafkaProducer<byte @Nullable [], byte @Nullable []> producer, List<RawContent> batch) {
    for (RawContent content : batch) {
      int partition = random.nextInt(partitions);
      ByteProducers.send(
          producer,
          ByteProducers.record(topic, partition, content),
          acknowledged.then(place -> {}));
    }
    // also what will be aborted has to reach the log, or the abort would prove nothing
    producer.flush();
  }

  private Map<String, Object> settings(String codec) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, codec);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, random.nextInt(20));
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 4_096 << random.nextInt(5));
    return settings;
  }
}
