package io.streamlake.gcs.store;

/** What became of a create-only request. */
public enum Created {
  /** The object did not exist before and is durable now. */
  CREATED,

  /**
   * An object of that name exists: somebody's, or our own after a lost response. The caller reads
   * it and compares.
   */
  EXISTS
}
