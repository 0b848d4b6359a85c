package io.streamlake.lab.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Base64;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Encodes records as lines of JSON, straight from bytes to bytes. It reuses one buffer. Not
 * thread-safe.
 */
final class EnvelopeEncoder {

  private static final byte[] TOPIC = ascii("{\"topic\":");
  private static final byte[] PARTITION = ascii(",\"partition\":");
  private static final byte[] OFFSET = ascii(",\"offset\":");
  private static final byte[] TIMESTAMP = ascii(",\"timestamp_ms\":");
  private static final byte[] TYPE = ascii(",\"timestamp_type\":\"");
  private static final byte[] KEY = ascii("\",\"key");
  private static final byte[] HEADERS = ascii(",\"headers\":[");
  private static final byte[] VALUE = ascii("],\"value");
  private static final byte[] END = ascii("}\n");
  private static final byte[] HEADER_KEY = ascii("{\"key\":");
  private static final byte[] HEADER_VALUE = ascii(",\"value");
  private static final byte[] NULL = ascii("\":null");
  private static final byte[] TEXT = ascii("\":");
  private static final byte[] BASE64 = ascii("_base64\":\"");
  private static final byte[] HEX = ascii("0123456789abcdef");

  private byte[] buffer = new byte[4_096];
  private int length;

  /** Writes one record as one line. */
  void write(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, OutputStream output)
      throws IOException {
    length = 0;
    put(TOPIC);
    putText(record.topic().getBytes(UTF_8));
    put(PARTITION);
    put(ascii(Integer.toString(record.partition())));
    put(OFFSET);
    put(ascii(Long.toString(record.offset())));
    put(TIMESTAMP);
    put(ascii(Long.toString(record.timestamp())));
    put(TYPE);
    put(ascii(record.timestampType().name()));
    put(KEY);
    putField(record.key());
    put(HEADERS);
    putHeaders(record);
    put(VALUE);
    putField(record.value());
    put(END);
    output.write(buffer, 0, length);
  }

  private void putHeaders(ConsumerRecord<?, ?> record) {
    boolean isFirst = true;
    for (Header header : record.headers()) {
      if (!isFirst) {
        put((byte) ',');
      }
      isFirst = false;
      put(HEADER_KEY);
      putText(header.key().getBytes(UTF_8));
      put(HEADER_VALUE);
      putField(header.value());
      put((byte) '}');
    }
  }

  /** Ends a field's name and puts its value. */
  private void putField(byte @Nullable [] bytes) {
    if (bytes == null) {
      put(NULL);
    } else if (isUtf8(bytes)) {
      put(TEXT);
      putText(bytes);
    } else {
      put(BASE64);
      put(Base64.getEncoder().encode(bytes));
      put((byte) '"');
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    for (byte one : bytes) {
      if (one < 0) {
        return isDecodable(bytes);
      }
    }
    return true;
  }

  private static boolean isDecodable(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private void putText(byte[] text) {
    reserve(text.length * 6 + 2);
    byte[] target = buffer;
    int at = length;
    target[at++] = '"';
    for (byte one : text) {
      if (one >= 0 && one < ' ') {
        target[at++] = '\\';
        target[at++] = 'u';
        target[at++] = '0';
        target[at++] = '0';
        target[at++] = HEX[one >> 4];
        target[at++] = HEX[one & 15];
      } else {
        if (one == '"' || one == '\\') {
          target[at++] = '\\';
        }
        target[at++] = one;
      }
    }
    target[at++] = '"';
    length = at;
  }

  private void put(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
  }

  private void put(byte one) {
    reserve(1);
    buffer[length++] = one;
  }

  private void reserve(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
