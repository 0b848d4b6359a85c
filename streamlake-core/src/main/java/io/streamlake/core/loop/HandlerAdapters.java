package io.streamlake.core.loop;

import io.streamlake.core.DeferredHandler;
import io.streamlake.core.Handler;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Settlement;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The simple shapes of a handler, as the loop sees them. */
final class HandlerAdapters {

  private HandlerAdapters() {}

  static PartitionHandler.Factory direct(Handler handler) {
    PartitionHandler adapted =
        new PartitionHandler() {
          @Override
          public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) throws Exception {
            handler.handle(record);
            return Settlement.NOW;
          }
        };
    return assignment -> adapted;
  }

  static PartitionHandler.Factory deferred(DeferredHandler handler) {
    PartitionHandler adapted = handler::accept;
    return assignment -> adapted;
  }
}
