package io.streamlake.lab.endtoend;

import io.streamlake.lab.broker.LocalBroker;
import io.streamlake.lab.data.RawContent;
import io.streamlake.lab.data.RecordPlace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes orders at a steady pace on a thread of its own, half of them in transactions of which
 * every third is aborted, mingled with others; and now and then many documents to one partition.
 * For use by one thread.
 */
final class ChaosProducer implements AutoCloseable {

  /** The last one has nothing but documents. */
  static final int PARTITIONS = 12;

  private static final int BATCH = 100;
  private static final int DOCUMENTS = 32;
  private static final int DOCUMENTS_EVERY = 100;
  private static final int ABORTED_EVERY = 3;

  /** So many times slower it writes on when it has written enough. */
  private static final int TRICKLE = 10;

  private final String topic;
  private final Random random;
  private final ChaosContents contents;
  private final KafkaProducer<byte @Nullable [], byte @Nullable []> plain;
  private final KafkaProducer<byte @Nullable [], byte @Nullable []> transactional;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Set<RecordPlace> poison = new HashSet<>();
  private long committed;
  private long aborted;
  private @Nullable Future<Account> account;
  private volatile boolean isStopped;

  /**
   * What was written.
   *
   * @param committed how many records can be read
   * @param aborted how many cannot, because their transactions were aborted
   * @param poison where the committed ones stand that are not JSON
   */
  record Account(long committed, long aborted, Set<RecordPlace> poison) {}

  ChaosProducer(LocalBroker broker, String topic, long seed) {
    this.topic = topic;
    this.random = new Random(seed);
    this.contents = new ChaosContents(random.nextLong());
    this.plain = producer(broker, Map.of(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"));
    this.transactional =
        producer(broker, Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic + "-producer"));
  }

  private static KafkaProducer<byte @Nullable [], byte @Nullable []> producer(
      LocalBroker broker, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(broker.clientConfig());
    config.putAll(more);
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new KafkaProducer<>(config, bytes, bytes);
  }

  /**
   * Begins to write, and goes on until it is asked to finish.
   *
   * @param atLeast how many committed records there will be at least
   * @param recordsASecond how many it tries to write until then
   */
  ChaosProducer start(long atLeast, long recordsASecond) {
    long pauseNanos = 1_000_000_000L * 2 * BATCH / recordsASecond;
    account = thread.submit(() -> produce(atLeast, pauseNanos));
    return this;
  }

  /** Lets it write what is left of the least, and tells what it has written. */
  Account finish() throws ExecutionException, InterruptedException {
    if (account == null) {
      throw new IllegalStateException("it was not started");
    }
    isStopped = true;
    return account.get();
  }

  private Account produce(long atLeast, long pauseNanos)
      throws ExecutionException, InterruptedException {
    transactional.initTransactions();
    long due = System.nanoTime();
    for (int round = 0; !isStopped || committed < atLeast; round++) {
      transaction(round % ABORTED_EVERY == 0);
      if (round % DOCUMENTS_EVERY == 0) {
        commit(DOCUMENTS, send(plain, DOCUMENTS, this::document));
      }
      due += committed < atLeast ? pauseNanos : TRICKLE * pauseNanos;
      LockSupport.parkNanos(due - System.nanoTime());
    }
    return new Account(committed, aborted, Set.copyOf(poison));
  }

  /** Others write while the transaction is open. */
  private void transaction(boolean isAborted) throws ExecutionException, InterruptedException {
    transactional.beginTransaction();
    Set<RecordPlace> inTransaction = send(transactional, BATCH, this::order);
    commit(BATCH, send(plain, BATCH, this::order));
    if (isAborted) {
      transactional.abortTransaction();
      aborted += BATCH;
      return;
    }
    transactional.commitTransaction();
    commit(BATCH, inTransaction);
  }

  private void commit(int records, Set<RecordPlace> found) {
    committed += records;
    poison.addAll(found);
  }

  /**
   * Sends records, waits until all are acknowledged, and tells where those stand that are poison.
   */
  private Set<RecordPlace> send(
      KafkaProducer<byte @Nullable [], byte @Nullable []> producer,
      int count,
      Supplier<ProducerRecord<byte @Nullable [], byte @Nullable []>> source)
      throws ExecutionException, InterruptedException {
    List<ProducerRecord<byte @Nullable [], byte @Nullable []>> records =
        Stream.generate(source).limit(count).toList();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    records.forEach(record -> sent.add(producer.send(record)));
    producer.flush();
    Set<RecordPlace> found = new HashSet<>();
    for (int index = 0; index < count; index++) {
      RecordMetadata place = sent.get(index).get();
      if (!JsonOracle.passes(records.get(index).value())) {
        found.add(new RecordPlace(topic, place.partition(), place.offset()));
      }
    }
    return found;
  }

  private ProducerRecord<byte @Nullable [], byte @Nullable []> order() {
    return record(random.nextInt(PARTITIONS - 1), contents.order());
  }

  private ProducerRecord<byte @Nullable [], byte @Nullable []> document() {
    return record(PARTITIONS - 1, contents.document());
  }

  private ProducerRecord<byte @Nullable [], byte @Nullable []> record(
      int partition, RawContent content) {
    ProducerRecord<byte @Nullable [], byte @Nullable []> record =
        new ProducerRecord<>(
            topic, partition, content.stamp().milliseconds(), content.key(), content.value());
    content
        .headers()
        .forEach(one -> record.headers().add(new RecordHeader(one.key(), one.value())));
    return record;
  }

  @Override
  public void close() {
    isStopped = true;
    thread.shutdownNow();
    plain.close();
    transactional.close();
  }
}
