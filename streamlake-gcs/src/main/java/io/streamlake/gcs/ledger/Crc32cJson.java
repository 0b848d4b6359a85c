package io.streamlake.gcs.ledger;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import io.streamlake.gcs.store.Crc32c;
import java.io.IOException;

/** Checksums in JSON, as GCS writes them. */
final class Crc32cJson {

  private Crc32cJson() {}

  static final class Writer extends JsonSerializer<Integer> {
    @Override
    public void serialize(Integer value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(Crc32c.toBase64(value));
    }
  }

  static final class Reader extends JsonDeserializer<Integer> {
    @Override
    public Integer deserialize(JsonParser in, DeserializationContext context) throws IOException {
      try {
        return Crc32c.fromBase64(in.getText());
      } catch (IllegalArgumentException malformed) {
        throw context.weirdStringException(in.getText(), Integer.class, malformed.getMessage());
      }
    }
  }
}
