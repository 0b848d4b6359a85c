package io.streamlake.gcs.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.store.GcsOptions;
import io.streamlake.gcs.store.InMemoryObjectStore;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import io.streamlake.gcs.store.InMemoryObjectStore.Operation;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.ObjectStores;
import io.streamlake.gcs.store.StoreException;
import io.streamlake.testkit.StepExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ObjectDeadLetterSinkTest {

  private static final Layout SHOP = new Layout("shop");
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final byte[] LARGE = "large \"words\" ".repeat(200_000).getBytes(UTF_8);

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final StepExecutor workers = StepExecutor.inOrder();
  private final ObjectDeadLetterSink sink = ObjectDeadLetterSink.writingOn(store, SHOP, workers);

  private CompletableFuture<String> send(DeadLetter letter) {
    CompletableFuture<String> answer = sink.send(letter).toCompletableFuture();
    workers.runAll();
    return answer;
  }

  @Test // trap 15
  void acknowledgesOnlyWhatIsDurable() {
    CompletableFuture<String> answer = sink.send(Letters.of(42, "poison")).toCompletableFuture();
    assertThat(answer).isNotDone();

    workers.runAll();

    assertThat(store.names()).hasSize(1);
    assertThat(answer).isCompletedWithValue("memory://store/" + store.names().get(0));
  }

  @Test
  void findsALetterThatIsThereAlreadyThoughTheAttemptsDiffer() {
    DeadLetter letter = Letters.of(42, "poison");
    assertThat(send(letter)).isCompleted();
    byte[] before = store.read(store.names().get(0)).orElseThrow();

    assertThat(send(Letters.of(letter.record(), 7))).isCompleted();

    assertThat(store.names()).hasSize(1);
    assertThat(store.read(store.names().get(0)).orElseThrow()).isEqualTo(before);
  }

  @Test // trap 45
  void keepsTheLettersOfTopicsThatFollowOneAnother() {
    assertThat(send(Letters.of(42, "the old topic's"))).isCompleted();
    assertThat(send(Letters.of(42, "the new topic's"))).isCompleted();

    assertThat(store.names()).hasSize(2);
    assertThat(new LetterSearch(store, SHOP).find(new TopicPartition("orders~id", 3), 42))
        .hasSize(2)
        .allMatch(name -> name.startsWith("memory://store/shop/_dead_letters/orders/00003/"));
    assertThat(new LetterSearch(store, SHOP).find(new TopicPartition("orders", 3), 4)).isEmpty();
  }

  @Test // trap 15
  void failsALetterWhileTheStoreFailsAndTakesItWhenItIsSentAgain() {
    store.inject((moment, call) -> fail(moment == Moment.BEFORE));
    assertThat(send(Letters.of(42, "poison"))).isCompletedExceptionally();
    assertThat(store.names()).isEmpty();

    store.heal();

    assertThat(send(Letters.of(42, "poison"))).isCompleted();
  }

  @Test // trap 36
  void findsItsOwnLetterWhoseResponseWasLost() {
    store.inject((moment, call) -> fail(moment == Moment.AFTER));
    assertThat(send(Letters.of(42, "poison"))).isCompletedExceptionally();

    store.heal();

    assertThat(send(Letters.of(42, "poison"))).isCompleted();
    assertThat(store.names()).hasSize(1);
  }

  @Test
  void doesNotTakeItsWordForALetterThatItCannotRead() {
    assertThat(send(Letters.of(42, "poison"))).isCompleted();
    store.inject((moment, call) -> fail(call.operation() == Operation.READ));

    assertThat(send(Letters.of(42, "poison"))).isCompletedExceptionally();
  }

  @Test
  void holdsALetterWhoseObjectSomebodyElseHasWritten() {
    assertThat(send(Letters.of(42, "poison"))).isCompleted();
    String name = store.names().get(0);
    store.overwrite(name, new byte[] {'x'}, Map.of());

    assertThat(send(Letters.of(42, "poison")))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .withMessageContaining(name)
        .withMessageContaining("Somebody else has written it");
  }

  @Test
  void takesALargeLetterFromADirectoryAsFromAnyStore(@TempDir Path directory) {
    try (ObjectStore files = ObjectStores.open("file://" + directory, GcsOptions.defaults())) {
      ConsumerRecord<byte[], byte[]> large = Letters.record(42, LARGE);
      ObjectDeadLetterSink toFiles = ObjectDeadLetterSink.writingOn(files, SHOP, Runnable::run);

      String first = toFiles.send(Letters.of(large, 1)).toCompletableFuture().join();
      String again = toFiles.send(Letters.of(large, 2)).toCompletableFuture().join();

      assertThat(again).isEqualTo(first).startsWith("file://" + directory + "/shop/");
      byte[] kept = files.read(first.substring(files.location().length() + 1)).orElseThrow();
      assertThat(Letters.read(kept).get(0).value()).isEqualTo(LARGE);
    }
  }

  @Test // trap 32
  @Timeout(60)
  void worksOnOneLargeLetterAtATimeWhileOthersGoOn() throws Exception {
    CountDownLatch large = new CountDownLatch(1);
    store.inject((moment, call) -> awaitIf(call.name().contains("0000001+"), large));
    try (ObjectDeadLetterSink own = ObjectDeadLetterSink.open(store, SHOP, 2)) {
      CompletableFuture<String> first =
          own.send(Letters.of(Letters.record(1, LARGE), 1)).toCompletableFuture();
      CompletableFuture<String> second =
          own.send(Letters.of(Letters.record(2, LARGE), 1)).toCompletableFuture();

      assertThat(own.send(Letters.of(3, "small"))).succeedsWithin(LIMIT);
      assertThat(first).isNotDone();
      assertThat(second).isNotDone();
      large.countDown();

      assertThat(first).succeedsWithin(LIMIT);
      assertThat(second).succeedsWithin(LIMIT);
    }
  }

  @Test // trap 23
  void answersAFailureWhenItIsClosed() {
    CompletableFuture<String> waiting = sink.send(Letters.of(42, "poison")).toCompletableFuture();

    sink.close();
    workers.runAll();

    assertThat(waiting).isCompletedExceptionally();
    assertThat(store.names()).isEmpty();
  }

  @Test // trap 23
  @Timeout(60)
  void answersAFailureForWhatStillWaitsForAThread() throws Exception {
    CountDownLatch stalled = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    LetterThreads threads = LetterThreads.start(1, Duration.ZERO);
    threads.small().execute(() -> stall(stalled, end));
    assertThat(stalled.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    CompletableFuture<String> ran = new CompletableFuture<>();
    threads.small().execute(() -> ran.complete("ran"));

    threads.onClose().run();

    assertThat(ran).isCompletedWithValue("ran");
    end.countDown();
  }

  @Test // trap 15
  void stepsInForASinkThatFails() {
    DeadLetterSink failing =
        letter -> CompletableFuture.failedStage(new IllegalStateException("no topic"));

    CompletableFuture<?> answer =
        failing.orElse(sink).send(Letters.of(42, "poison")).toCompletableFuture();
    workers.runAll();

    assertThat(answer).isCompleted();
    assertThat(store.names()).hasSize(1);
  }

  private static void fail(boolean isDue) {
    if (isDue) {
      throw new StoreException(StoreException.Kind.TRANSIENT, "injected", null);
    }
  }

  private static void awaitIf(boolean isDue, CountDownLatch latch) {
    if (isDue) {
      stall(new CountDownLatch(1), latch);
    }
  }

  private static void stall(CountDownLatch reached, CountDownLatch end) {
    reached.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
