package io.streamlake.gcs.ledger;

import io.streamlake.gcs.store.StoreException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Tells a store that fails from an object that is damaged: here the former is a {@link
 * StoreException}, so that an {@link IOException} of a codec above can only be the latter.
 */
final class SourceStream extends FilterInputStream {

  private final String name;

  SourceStream(String name, InputStream in) {
    super(in);
    this.name = name;
  }

  @Override
  public int read() {
    try {
      return super.read();
    } catch (IOException failure) {
      throw failure(failure);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    try {
      return super.read(target, offset, length);
    } catch (IOException failure) {
      throw failure(failure);
    }
  }

  private StoreException failure(IOException cause) {
    return new StoreException(
        StoreException.Kind.TRANSIENT, name + ": reading failed: " + cause.getMessage(), cause);
  }
}
