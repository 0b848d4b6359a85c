package io.streamlake.runner.settings;

/**
 * Where health, metrics and status are served.
 *
 * @param enabled whether they are
 * @param address the local address
 * @param port the port; 0: any free one
 */
public record Admin(boolean enabled, String address, int port) {
  /** Checks the ranges. */
  public Admin {
    Keys.ADMIN_ADDRESS.require(address);
    Keys.ADMIN_PORT.require(port);
  }
}
