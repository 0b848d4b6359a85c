package io.streamlake.lab.read;

import java.io.IOException;
import java.io.InputStream;

/** Reads one format's objects. */
interface ObjectRecords {

  /** Takes the next record of an object. */
  interface Sink {

    void accept(LandedRecord record);
  }

  /**
   * Reads an object to its end.
   *
   * @param object the object's name
   * @param stored its bytes
   * @param sink is handed each record in the object's order
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when it is not of the promised form
   */
  void read(String object, InputStream stored, Sink sink) throws IOException;
}
