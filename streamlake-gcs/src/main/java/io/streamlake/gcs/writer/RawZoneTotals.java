package io.streamlake.gcs.writer;

/**
 * What a raw zone has landed since it was opened.
 *
 * @param records in data objects
 * @param deadLetters accounted for in claims
 * @param segments claimed and complete
 * @param objects data objects
 * @param bytes of all data objects, compressed
 */
public record RawZoneTotals(
    long records, long deadLetters, long segments, long objects, long bytes) {}
