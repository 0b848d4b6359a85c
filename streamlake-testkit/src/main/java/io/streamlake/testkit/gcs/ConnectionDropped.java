package io.streamlake.testkit.gcs;

import java.io.IOException;

/** A fault ended the connection; nobody is answered. */
final class ConnectionDropped extends IOException {

  private static final long serialVersionUID = 1;

  ConnectionDropped(String message) {
    super(message);
  }
}
