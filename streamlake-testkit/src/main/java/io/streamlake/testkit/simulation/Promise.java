package io.streamlake.testkit.simulation;

import io.streamlake.testkit.guarantee.Handling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Records that become safe, or do not, at once and later. */
final class Promise {

  private final CompletableFuture<@Nullable Void> stage = new CompletableFuture<>();
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
  private final Testimony testimony;

  Promise(Testimony testimony) {
    this.testimony = testimony;
  }

  CompletionStage<?> stage() {
    return stage;
  }

  boolean isOpen() {
    return !stage.isDone();
  }

  void add(ConsumerRecord<byte[], byte[]> record) {
    records.add(record);
  }

  void keep() {
    end(Handling.Kind.DONE, null);
  }

  void breakUp() {
    end(Handling.Kind.BROKEN, new IOException("simulated: not safe"));
  }

  void breakUp(Throwable failure) {
    end(Handling.Kind.BROKEN, failure);
  }

  private void end(Handling.Kind kind, @Nullable Throwable failure) {
    if (!isOpen() || !testimony.isAlive()) {
      return;
    }
    records.forEach(record -> testimony.tell(kind, record));
    if (failure == null) {
      stage.complete(null);
      return;
    }
    stage.completeExceptionally(failure);
  }
}
