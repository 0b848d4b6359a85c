package io.streamlake.lab.broker;

import java.io.IOException;
import java.io.InputStream;
import kafka.Kafka;
import kafka.tools.StorageTool;

/**
 * What the broker's own process runs: formats the storage where that has not happened, then serves
 * until SIGTERM. It also ends, at once, when its standard input does: that is how it notices that
 * the process that started it is gone, even by SIGKILL.
 */
public final class BrokerMain {

  private static final int ORPHANED = 70;

  private BrokerMain() {}

  /**
   * Runs the broker.
   *
   * @param arguments the cluster's id (22 characters of URL-safe base64), and the path of {@code
   *     server.properties}
   */
  public static void main(String[] arguments) {
    String clusterId = arguments[0];
    String properties = arguments[1];
    endWithParent(System.in);
    String[] format = {"format", "--ignore-formatted", "-t", clusterId, "-c", properties};
    int formatted = StorageTool.execute(format, System.out);
    if (formatted != 0) {
      System.exit(formatted);
    }
    Kafka.main(new String[] {properties});
  }

  private static void endWithParent(InputStream parent) {
    Thread watch = new Thread(() -> haltAtEnd(parent), "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void haltAtEnd(InputStream parent) {
    try {
      parent.transferTo(System.out);
    } catch (IOException e) {
      System.out.println("The parent's pipe broke: " + e.getMessage());
    }
    Runtime.getRuntime().halt(ORPHANED);
  }
}
