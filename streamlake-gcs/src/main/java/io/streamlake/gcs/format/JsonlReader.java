package io.streamlake.gcs.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSONL data objects back: the records byte for byte, and the summary that the object should
 * have. Independent of the encoder, so that one proves the other. Safe for use from any thread.
 */
public final class JsonlReader {

  private static final ObjectReader JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private JsonlReader() {}

  /**
   * Reads an object to its end.
   *
   * @param in the object's bytes as stored; not closed
   * @param compression the object's codec
   * @param each is told of each record, in the object's order
   * @return what the object holds
   * @throws IOException if the object cannot be read, ends early, or holds a line that is no
   *     record, or none at all, or offsets that do not ascend
   */
  public static FileSummary read(
      InputStream in, Compression compression, Consumer<ConsumerRecord<byte[], byte[]>> each)
      throws IOException {
    SummedInput stored = new SummedInput(in);
    SummaryCounter counter = new SummaryCounter();
    try {
      LineReader lines = new LineReader(compression.decompress(stored));
      for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
        counter.lines(line.get(), line.get().length);
        ConsumerRecord<byte[], byte[]> record = decode(line.get());
        counter.count(record.offset(), record.timestamp());
        each.accept(record);
      }
      stored.skipToEnd();
      return counter.summary(stored.bytes(), stored.crc32c());
    } catch (IllegalArgumentException malformed) {
      throw new IOException(
          "after " + counter.records() + " records: " + malformed.getMessage(), malformed);
    }
  }

  /**
   * Decodes one line.
   *
   * @param line UTF-8 JSON, with or without a line feed
   * @return the record, its bytes exactly as they were
   * @throws IllegalArgumentException if the line is no record
   */
  public static ConsumerRecord<byte[], byte[]> decode(byte[] line) {
    JsonNode fields = parse(line);
    RecordHeaders headers = new RecordHeaders();
    JsonNode list = require(fields, "headers");
    for (JsonNode header : list) {
      headers.add(require(header, "key").textValue(), bytes(header, "value"));
    }
    byte[] key = bytes(fields, "key");
    byte[] value = bytes(fields, "value");
    return new ConsumerRecord<>(
        require(fields, "topic").asText(),
        Math.toIntExact(number(fields, "partition")),
        number(fields, "offset"),
        number(fields, "timestamp_ms"),
        TimestampType.valueOf(require(fields, "timestamp_type").asText()),
        key == null ? ConsumerRecord.NULL_SIZE : key.length,
        value == null ? ConsumerRecord.NULL_SIZE : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }

  private static JsonNode parse(byte[] line) {
    try (JsonParser parser = JSON.createParser(line)) {
      JsonNode node = JSON.readValue(parser);
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (IOException malformed) {
      throw new IllegalArgumentException("a line is no JSON: " + malformed.getMessage(), malformed);
    }
    throw new IllegalArgumentException("a line is no JSON object");
  }

  private static byte @Nullable [] bytes(JsonNode fields, String name) {
    JsonNode text = fields.get(name);
    if (text == null) {
      try {
        return require(fields, name + "_base64").binaryValue();
      } catch (IOException malformed) {
        throw new IllegalArgumentException(name + "_base64 is no base64", malformed);
      }
    }
    if (text.isNull()) {
      return null;
    }
    if (!text.isTextual()) {
      throw new IllegalArgumentException(name + " is neither text nor null");
    }
    return text.textValue().getBytes(StandardCharsets.UTF_8);
  }

  private static long number(JsonNode fields, String name) {
    JsonNode number = require(fields, name);
    if (!number.isIntegralNumber() || !number.canConvertToLong()) {
      throw new IllegalArgumentException(name + " is no whole number: " + number);
    }
    return number.longValue();
  }

  private static JsonNode require(JsonNode fields, String name) {
    JsonNode field = fields.get(name);
    if (field == null) {
      throw new IllegalArgumentException("a line has no " + name);
    }
    return field;
  }
}
