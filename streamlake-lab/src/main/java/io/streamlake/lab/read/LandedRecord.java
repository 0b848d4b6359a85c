package io.streamlake.lab.read;

import io.streamlake.lab.data.RawContent;
import io.streamlake.lab.data.RecordPlace;

/**
 * A record as a data object holds it.
 *
 * @param object the object's name
 * @param place where the record stood in Kafka
 * @param content its bytes, restored
 */
public record LandedRecord(String object, RecordPlace place, RawContent content) {}
