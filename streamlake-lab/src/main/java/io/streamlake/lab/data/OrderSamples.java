package io.streamlake.lab.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Orders of a shop as JSON, keyed by customer, spread evenly over a span of time; every so often
 * one that is not JSON. Equal settings make equal records. Immutable, safe to share.
 */
public final class OrderSamples {

  private static final List<String> ITEMS =
      List.of("kettle", "lamp", "Käsereibe", "notebook", "テーブル", "umbrella", "café press");
  private static final List<String> CURRENCIES = List.of("EUR", "USD", "SEK", "JPY");
  private static final int CUSTOMERS = 500;

  private final Instant from;
  private final Duration span;
  private final int poisonEvery;

  /**
   * Describes the orders.
   *
   * @param from the first order's timestamp
   * @param span how much later the last one is, at least zero
   * @param poisonEvery every how many records one is not JSON; 0 for none
   */
  public OrderSamples(Instant from, Duration span, int poisonEvery) {
    if (span.isNegative() || poisonEvery < 0) {
      throw new IllegalArgumentException(
          "span and poisonEvery must not be negative, but are " + span + " and " + poisonEvery);
    }
    this.from = from;
    this.span = span;
    this.poisonEvery = poisonEvery;
  }

  /**
   * Makes one order.
   *
   * @param index which, from 0
   * @param count how many there are in all
   * @return its content
   */
  public RawContent order(int index, int count) {
    Random random = new Random(index);
    String customer = "C-" + (10_000 + random.nextInt(CUSTOMERS));
    long shift = span.toMillis() * index / Math.max(1, count - 1);
    String trace = String.format(Locale.ROOT, "%016x", random.nextLong());
    String value = isPoison(index) ? poison(index, customer) : json(index, customer, random);
    return new RawContent(
        RecordStamp.created(from.toEpochMilli() + shift),
        customer.getBytes(UTF_8),
        value.getBytes(UTF_8),
        List.of(
            new RawHeader("content-type", "application/json".getBytes(UTF_8)),
            new RawHeader("trace-id", trace.getBytes(UTF_8))));
  }

  /**
   * Sends the orders and waits until all are acknowledged.
   *
   * @param clientConfig how to reach the broker
   * @param topic where to; it must exist
   * @param count how many
   * @return where the records stand that are not JSON
   * @throws IllegalStateException when one was not acknowledged
   */
  public Set<RecordPlace> produce(Map<String, Object> clientConfig, String topic, int count) {
    Set<RecordPlace> poison = ConcurrentHashMap.newKeySet();
    Acknowledgements acknowledged = new Acknowledgements();
    try (KafkaProducer<byte @Nullable [], byte @Nullable []> producer =
        ByteProducers.create(clientConfig, Map.of(ProducerConfig.LINGER_MS_CONFIG, 20))) {
      int partitions = producer.partitionsFor(topic).size();
      for (int index = 0; index < count; index++) {
        RawContent content = order(index, count);
        boolean isPoison = isPoison(index);
        ByteProducers.send(
            producer,
            recordFor(topic, partitions, content),
            acknowledged.then(
                place -> {
                  if (isPoison) {
                    poison.add(place);
                  }
                }));
      }
    }
    acknowledged.check();
    return new HashSet<>(poison);
  }

  private boolean isPoison(int index) {
    return poisonEvery > 0 && index % poisonEvery == poisonEvery - 1;
  }

  private static ProducerRecord<byte @Nullable [], byte @Nullable []> recordFor(
      String topic, int partitions, RawContent content) {
    int partition = Math.floorMod(new String(content.key(), UTF_8).hashCode(), partitions);
    return ByteProducers.record(topic, partition, content);
  }

  private static String poison(int index, String customer) {
    return "order " + index + " of " + customer + ": see the fax";
  }

  private static String json(int index, String customer, Random random) {
    return String.format(
        Locale.ROOT,
        "{\"order_id\":%d,\"customer\":\"%s\",\"item\":\"%s\",\"quantity\":%d,"
            + "\"amount\":%.2f,\"currency\":\"%s\"}",
        index,
        customer,
        ITEMS.get(random.nextInt(ITEMS.size())),
        1 + random.nextInt(9),
        1 + random.nextDouble() * 500,
        CURRENCIES.get(random.nextInt(CURRENCIES.size())));
  }
}
