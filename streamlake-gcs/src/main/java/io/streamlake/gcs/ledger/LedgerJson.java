package io.streamlake.gcs.ledger;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.apache.kafka.common.TopicPartition;

/**
 * Ledger objects as JSON: deterministic, so that equal values have equal bytes, and forward
 * compatible: unknown fields are ignored. Safe for use from any thread.
 */
public final class LedgerJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
          .visibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private LedgerJson() {}

  /**
   * Writes a root.
   *
   * @param root what to write
   * @return UTF-8 JSON
   */
  public static byte[] write(ChainRoot root) {
    return bytes(root);
  }

  /**
   * Writes a claim.
   *
   * @param entry what to write
   * @return UTF-8 JSON
   */
  public static byte[] write(LedgerEntry entry) {
    return bytes(entry);
  }

  static byte[] write(Whereabouts whereabouts) {
    return bytes(whereabouts);
  }

  static byte[] write(AuditReport report) {
    return bytes(report);
  }

  /**
   * Reads a root.
   *
   * @param name the object's name, for the error
   * @param json the object's bytes
   * @return the root
   * @throws CorruptLedgerException if the bytes are no root
   */
  public static ChainRoot readRoot(String name, byte[] json) {
    return read(name, json, ChainRoot.class);
  }

  /**
   * Reads a claim.
   *
   * @param name the object's name, for the error
   * @param json the object's bytes
   * @return the claim
   * @throws CorruptLedgerException if the bytes are no claim
   */
  public static LedgerEntry readEntry(String name, byte[] json) {
    return read(name, json, LedgerEntry.class);
  }

  /**
   * Reads a claim, and makes sure that it is the one that its name says.
   *
   * @param name the object's name, for the error
   * @param json the object's bytes
   * @param place topic and partition as the ledger's names tell them
   * @param from the position that the name tells
   * @return the claim
   * @throws CorruptLedgerException if the bytes are no claim, or another one: who followed that
   *     would go astray, or round in a circle
   */
  public static LedgerEntry readEntry(String name, byte[] json, TopicPartition place, long from) {
    LedgerEntry entry = readEntry(name, json);
    if (!entry.topicPartition().equals(RecreatedTopic.source(place)) || entry.from() != from) {
      throw new CorruptLedgerException(
          name,
          "tells of " + entry.topicPartition() + "@" + entry.from() + ", its name of another",
          null);
    }
    return entry;
  }

  static void checkVersion(int version) {
    if (version != ChainRoot.VERSION) {
      throw new IllegalArgumentException(
          "version must be " + ChainRoot.VERSION + ", not " + version);
    }
  }

  private static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException impossible) {
      throw new AssertionError("a record of numbers and texts has JSON", impossible);
    }
  }

  private static <T> T read(String name, byte[] json, Class<T> type) {
    try {
      T value = MAPPER.readValue(json, type);
      if (value == null) {
        throw new CorruptLedgerException(name, "is the JSON null", null);
      }
      return value;
    } catch (IOException malformed) {
      int version = version(json);
      throw version > ChainRoot.VERSION
          ? CorruptLedgerException.ofLaterRelease(name, version, malformed)
          : new CorruptLedgerException(name, Malformed.why(json, malformed), malformed);
    }
  }

  /** The version of what could not be read; 0 if it does not tell one. */
  private static int version(byte[] json) {
    try {
      return MAPPER.readTree(json).path("version").asInt();
    } catch (IOException malformed) {
      return 0;
    }
  }
}
