package io.streamlake.gcs.deadletter;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.StreamLakeException;
import io.streamlake.core.deadletter.LargeLetters;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.store.Created;
import io.streamlake.gcs.store.NewObject;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each dead letter as an object of its own: {@code
 * _dead_letters/<topic>/<partition>/<offset>+<hash of the record>.jsonl}, one line of the raw
 * zone's JSONL, uncompressed. Objects are created once: a letter that is written again, after a
 * crash or by a zombie, finds its object and is acknowledged if that holds the very same record.
 * Letters may be of any size up to a GiB.
 *
 * <p>A request that fails fails the letter; the loop holds its lane then and sends it again, for as
 * long as that takes.
 *
 * <p>Safe for use by several threads. Waits for the store on some threads of its own; what waits
 * for one of them is bounded by what the lanes have in flight. Of large letters, which take several
 * times their size of heap while they are encoded, one is worked on at a time.
 */
public final class ObjectDeadLetterSink implements DeadLetterSink, LargeLetters {

  private static final long LARGE_BYTES = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ObjectStore store;
  private final LetterNames names;
  private final LetterThreads threads;
  private volatile boolean isClosed;

  private ObjectDeadLetterSink(ObjectStore store, Layout layout, LetterThreads threads) {
    this.store = store;
    this.names = new LetterNames(layout);
    this.threads = threads;
  }

  /**
   * Opens a sink.
   *
   * @param store where letters are kept; not closed with the sink
   * @param layout the dataset's names
   * @param maxRequests how many letters are written at once, at least 1
   * @return the sink
   */
  public static ObjectDeadLetterSink open(ObjectStore store, Layout layout, int maxRequests) {
    return new ObjectDeadLetterSink(store, layout, LetterThreads.start(maxRequests, PATIENCE));
  }

  /**
   * Opens a sink that writes on threads of one's own, which suits tests.
   *
   * @param store where letters are kept; not closed with the sink
   * @param layout the dataset's names
   * @param workers blocked while the store answers; not ended with the sink
   * @return the sink
   */
  public static ObjectDeadLetterSink writingOn(ObjectStore store, Layout layout, Executor workers) {
    return new ObjectDeadLetterSink(store, layout, new LetterThreads(workers, workers, () -> {}));
  }

  /**
   * {@inheritDoc}
   *
   * @return completes with the object's full name when it is durable
   */
  @Override
  public CompletionStage<String> send(DeadLetter letter) {
    return keep(letter);
  }

  @Override
  public CompletionStage<String> keep(DeadLetter letter) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Executor executor = isLarge(letter.record()) ? threads.large() : threads.small();
    try {
      executor.execute(() -> write(letter, answer));
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(closed());
    }
    return answer;
  }

  private static boolean isLarge(ConsumerRecord<byte[], byte[]> record) {
    long bytes = sizeOf(record.key()) + sizeOf(record.value());
    for (Header header : record.headers()) {
      bytes += sizeOf(header.value());
    }
    return bytes > LARGE_BYTES;
  }

  private static long sizeOf(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private void write(DeadLetter letter, CompletableFuture<String> answer) {
    if (isClosed) {
      answer.completeExceptionally(closed());
      return;
    }
    try {
      answer.complete(store.location() + "/" + create(letter));
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    } catch (Error e) {
      answer.completeExceptionally(new StreamLakeException("a dead letter: ended by " + e, e));
      throw e;
    }
  }

  private String create(DeadLetter letter) {
    NewObject object = LetterObject.of(names, letter);
    if (store.create(object) == Created.EXISTS) {
      requireSame(object.name(), letter);
    }
    return object.name();
  }

  /** The object may be our own, of an earlier attempt. */
  private void requireSame(String name, DeadLetter letter) {
    byte[] found =
        store
            .read(name)
            .orElseThrow(
                () ->
                    new StoreException(
                        StoreException.Kind.TRANSIENT,
                        store.location() + "/" + name + ": it exists, and yet it cannot be found",
                        null));
    if (!LetterObject.holds(found, letter)) {
      throw new StreamLakeException(
          store.location()
              + "/"
              + name
              + ": the object does not hold the dead letter that it is named after. Somebody else"
              + " has written it; move it away to go on");
    }
  }

  private StreamLakeException closed() {
    return new StreamLakeException("the dead letters of " + store.location() + " are closed");
  }

  /** Ends its threads; requests under way are given a moment to finish, the others fail. */
  @Override
  public void close() {
    isClosed = true;
    threads.onClose().run();
  }
}
