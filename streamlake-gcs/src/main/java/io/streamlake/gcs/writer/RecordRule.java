package io.streamlake.gcs.writer;

import io.streamlake.core.InvalidRecordException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Says which records belong into the raw zone. A rule is asked about a record when it is staged for
 * the first time, never when a claim is repaired: the claim pins the verdict. Called by several
 * threads at once.
 */
@FunctionalInterface
public interface RecordRule {

  /**
   * Checks a record.
   *
   * @param record the record as the log holds it
   * @throws InvalidRecordException if the record is a dead letter
   */
  void check(ConsumerRecord<byte[], byte[]> record);

  /**
   * Adds another rule.
   *
   * @param other asked if this rule has nothing against a record
   * @return both rules
   */
  default RecordRule and(RecordRule other) {
    return record -> {
      check(record);
      other.check(record);
    };
  }

  /**
   * Lets every record in.
   *
   * @return the rule
   */
  static RecordRule none() {
    return record -> {};
  }

  /**
   * Asks for values that are one JSON text (RFC 8259) in UTF-8 each; a null value, a tombstone,
   * passes.
   *
   * @return the rule
   */
  static RecordRule json() {
    return new JsonRule();
  }

  /**
   * Asks for headers.
   *
   * @param names each must be there at least once, whatever its value
   * @return the rule
   */
  static RecordRule headers(List<String> names) {
    List<String> required = List.copyOf(names);
    return record -> {
      for (String name : required) {
        if (record.headers().lastHeader(name) == null) {
          throw Rejection.of(record, "the required header " + name + " is missing");
        }
      }
    };
  }
}
