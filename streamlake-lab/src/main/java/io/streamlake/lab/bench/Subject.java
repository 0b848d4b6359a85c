package io.streamlake.lab.bench;

/** Something that reads a whole topic, and whose speed is measured. */
public interface Subject {

  /**
   * What it is called in the table and on the command line.
   *
   * @return letters, digits and hyphens
   */
  String name();

  /**
   * Reads all records of the topic from its beginning, each time anew (with a new group, where it
   * needs one), and returns when the last one is handled and everything is closed.
   *
   * @param workload what to read
   * @return how many records it handled
   * @throws Exception when it cannot; the benchmark ends
   */
  long readAll(Workload workload) throws Exception;

  /**
   * The codec of the hand-written lander that it is compared with.
   *
   * @return zstd at level 3, where the subject does not say otherwise
   */
  default Codec rival() {
    return Codec.ZSTD_3;
  }
}
