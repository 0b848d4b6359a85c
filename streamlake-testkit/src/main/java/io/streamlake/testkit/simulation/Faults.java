package io.streamlake.testkit.simulation;

import io.streamlake.core.InvalidRecordException;
import io.streamlake.core.OutageException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decides what goes wrong; nothing does while it is calm. */
final class Faults {

  private final Dice dice;
  private final Map<Fault, Double> probabilities;
  private final Set<String> broken = new HashSet<>();
  private boolean isCalm;
  private int outages;
  private int sinkOutages;

  Faults(Dice dice, Map<Fault, Double> probabilities) {
    this.dice = dice;
    this.probabilities = probabilities;
  }

  boolean strikes(Fault fault) {
    double probability = probabilities.getOrDefault(fault, 0.0);
    return !isCalm && probability > 0 && dice.chance(probability);
  }

  /** Whether a record fails each time; once it does, it goes on to. */
  boolean isBroken(ConsumerRecord<byte[], byte[]> record) {
    String place = record.partition() + "@" + record.offset();
    if (strikes(Fault.FAILS_ALWAYS)) {
      broken.add(place);
    }
    return broken.contains(place);
  }

  /** Fails instead of handling a record, if that is what is to go wrong. */
  void throwBefore(ConsumerRecord<byte[], byte[]> record) throws IOException {
    if (isOutage()) {
      throw new OutageException("simulated: down", new IOException("simulated"));
    }
    if (strikes(Fault.FATAL)) {
      throw new InvalidRecordException("simulated", "simulated: broken", null);
    }
    if (isBroken(record) || strikes(Fault.FAILS_BEFORE)) {
      throw new IOException("simulated: failed");
    }
  }

  void calm() {
    isCalm = true;
    broken.clear();
  }

  void storm() {
    isCalm = false;
  }

  void beginOutage() {
    outages++;
  }

  void endOutage() {
    outages--;
  }

  boolean isOutage() {
    return !isCalm && outages > 0;
  }

  void beginSinkOutage() {
    sinkOutages++;
  }

  void endSinkOutage() {
    sinkOutages--;
  }

  boolean isSinkDown() {
    return !isCalm && sinkOutages > 0;
  }
}
