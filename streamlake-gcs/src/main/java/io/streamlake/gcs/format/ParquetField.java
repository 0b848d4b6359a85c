package io.streamlake.gcs.format;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.TypeDefinedOrder;

/** The columns of the raw zone's Parquet files, in their order, with their levels. */
enum ParquetField {
  TOPIC(Type.BYTE_ARRAY, 0, 0, "topic"),
  PARTITION(Type.INT32, 0, 0, "partition"),
  OFFSET(Type.INT64, 0, 0, "offset"),
  TIMESTAMP_MS(Type.INT64, 0, 0, "timestamp_ms"),
  TIMESTAMP_TYPE(Type.BYTE_ARRAY, 0, 0, "timestamp_type"),
  KEY(Type.BYTE_ARRAY, 0, 1, "key"),
  HEADER_KEY(Type.BYTE_ARRAY, 1, 1, "headers.list.element.key"),
  HEADER_VALUE(Type.BYTE_ARRAY, 1, 2, "headers.list.element.value"),
  VALUE(Type.BYTE_ARRAY, 0, 1, "value");

  private final Type type;
  private final int maxRepetition;
  private final int maxDefinition;
  private final String path;

  ParquetField(Type type, int maxRepetition, int maxDefinition, String path) {
    this.type = type;
    this.maxRepetition = maxRepetition;
    this.maxDefinition = maxDefinition;
    this.path = path;
  }

  Type type() {
    return type;
  }

  int maxRepetition() {
    return maxRepetition;
  }

  int maxDefinition() {
    return maxDefinition;
  }

  List<String> path() {
    return List.of(path.split("\\.", -1));
  }

  /** The schema, depth first. */
  static List<SchemaElement> schema() {
    return List.of(
        group("record", 8),
        text("topic"),
        leaf("partition", Type.INT32, FieldRepetitionType.REQUIRED),
        leaf("offset", Type.INT64, FieldRepetitionType.REQUIRED),
        timestamp("timestamp_ms"),
        text("timestamp_type"),
        leaf("key", Type.BYTE_ARRAY, FieldRepetitionType.OPTIONAL),
        group("headers", 1)
            .setRepetition_type(FieldRepetitionType.REQUIRED)
            .setConverted_type(ConvertedType.LIST)
            .setLogicalType(LogicalType.LIST(new ListType())),
        group("list", 1).setRepetition_type(FieldRepetitionType.REPEATED),
        group("element", 2).setRepetition_type(FieldRepetitionType.REQUIRED),
        text("key"),
        leaf("value", Type.BYTE_ARRAY, FieldRepetitionType.OPTIONAL),
        leaf("value", Type.BYTE_ARRAY, FieldRepetitionType.OPTIONAL));
  }

  /** Readers use minimum and maximum only where the file says how they are ordered. */
  static List<ColumnOrder> orders() {
    List<ColumnOrder> orders = new ArrayList<>();
    for (int column = 0; column < values().length; column++) {
      orders.add(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()));
    }
    return orders;
  }

  private static SchemaElement group(String name, int children) {
    return new SchemaElement(name).setNum_children(children);
  }

  private static SchemaElement leaf(String name, Type type, FieldRepetitionType repetition) {
    return new SchemaElement(name).setType(type).setRepetition_type(repetition);
  }

  private static SchemaElement text(String name) {
    return leaf(name, Type.BYTE_ARRAY, FieldRepetitionType.REQUIRED)
        .setConverted_type(ConvertedType.UTF8)
        .setLogicalType(LogicalType.STRING(new StringType()));
  }

  private static SchemaElement timestamp(String name) {
    TimeUnit milliseconds = TimeUnit.MILLIS(new MilliSeconds());
    return leaf(name, Type.INT64, FieldRepetitionType.REQUIRED)
        .setConverted_type(ConvertedType.TIMESTAMP_MILLIS)
        .setLogicalType(LogicalType.TIMESTAMP(new TimestampType(true, milliseconds)));
  }
}
