package io.streamlake.lab.endtoend;

import java.io.IOException;

/** Signals that Java does not send. */
final class Signals {

  private Signals() {}

  /** Sends SIGSTOP: from now on it neither polls nor answers, and does not know. */
  static void stall(Process process) throws IOException, InterruptedException {
    send("STOP", process);
  }

  /** Sends SIGCONT: it goes on as if nothing had happened. */
  static void wake(Process process) throws IOException, InterruptedException {
    send("CONT", process);
  }

  private static void send(String name, Process process) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    int exit = new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("no SIG" + name + " reached " + pid);
    }
  }
}
