package io.streamlake.testkit.simulation;

import io.streamlake.core.DeadLetter;
import io.streamlake.testkit.guarantee.Epoch;
import io.streamlake.testkit.guarantee.Handling;
import io.streamlake.testkit.guarantee.Letter;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What the handler of one epoch tells the history, as long as its process lives. */
record Testimony(
    World world, LaneNames lanes, Epoch epoch, TopicPartition partition, BooleanSupplier life) {

  boolean isAlive() {
    return life.getAsBoolean();
  }

  void tell(Handling.Kind kind, ConsumerRecord<byte[], byte[]> record) {
    if (isAlive()) {
      String lane = lanes.laneOf(record.key(), record.offset());
      world.history().add(new Handling(kind, epoch, partition, record.offset(), lane));
    }
  }

  void tell(DeadLetter letter) {
    if (isAlive()) {
      long offset = letter.record().offset();
      world.history().add(new Letter(epoch, partition, offset, letter.attempts()));
    }
  }

  void tell(Handling.Kind kind) {
    if (isAlive()) {
      long committed = world.committed(partition);
      world.history().add(new Handling(kind, epoch, partition, committed, ""));
    }
  }
}
