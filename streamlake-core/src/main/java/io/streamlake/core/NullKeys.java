package io.streamlake.core;

/** What {@link Ordering#KEY} makes of records whose key is null; an empty key is not null. */
public enum NullKeys {
  /** All of a partition's are in order, as if null were a key. The default: no order is lost. */
  IN_ORDER,
  /** Each stands for itself, as with {@link Ordering#UNORDERED}. */
  UNORDERED
}
