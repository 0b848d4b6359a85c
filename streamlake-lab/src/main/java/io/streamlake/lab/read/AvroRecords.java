package io.streamlake.lab.read;

import io.streamlake.lab.data.RawContent;
import io.streamlake.lab.data.RawHeader;
import io.streamlake.lab.data.RecordPlace;
import io.streamlake.lab.data.RecordStamp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Reads Avro files with Avro's own library. */
final class AvroRecords implements ObjectRecords {

  @Override
  public void read(String object, InputStream stored, Sink sink) throws IOException {
    try (DataFileStream<GenericRecord> records =
        new DataFileStream<>(stored, new GenericDatumReader<>())) {
      for (GenericRecord fields : records) {
        sink.accept(record(object, fields));
      }
    } catch (AvroRuntimeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static LandedRecord record(String object, GenericRecord fields) {
    List<RawHeader> headers = new ArrayList<>();
    for (Object one : (List<?>) fields.get("headers")) {
      GenericRecord header = (GenericRecord) one;
      headers.add(new RawHeader(header.get("key").toString(), bytes(header.get("value"))));
    }
    RecordPlace place =
        new RecordPlace(
            fields.get("topic").toString(),
            (int) fields.get("partition"),
            (long) fields.get("offset"));
    RecordStamp stamp =
        new RecordStamp((long) fields.get("timestamp_ms"), fields.get("timestamp_type").toString());
    RawContent content =
        new RawContent(stamp, bytes(fields.get("key")), bytes(fields.get("value")), headers);
    return new LandedRecord(object, place, content);
  }

  private static byte @Nullable [] bytes(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    ByteBuffer buffer = (ByteBuffer) value;
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
