package io.streamlake.testkit.gcs;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Accepts connections, and gives each a daemon thread of its own until it ends. */
final class Acceptor implements AutoCloseable {

  private static final int BACKLOG = 512;

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool(Acceptor::daemon);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  Acceptor(InetSocketAddress address) {
    try {
      this.server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(address, BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on " + address, e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  void start(Exchange.Services services) {
    threads.execute(() -> acceptAll(services));
  }

  private void acceptAll(Exchange.Services services) {
    boolean listening = true;
    while (listening) {
      listening = acceptOne(services);
    }
  }

  /** False once the server is closed; a connection that fails before it begins is no reason. */
  private boolean acceptOne(Exchange.Services services) {
    try {
      begin(server.accept(), services);
      return true;
    } catch (IOException | UncheckedIOException e) {
      return !server.isClosed();
    }
  }

  private void begin(Socket socket, Exchange.Services services) {
    open.add(socket);
    try {
      threads.execute(() -> serve(socket, services));
    } catch (RejectedExecutionException e) {
      closeSocket(socket);
    }
  }

  private void serve(Socket socket, Exchange.Services services) {
    try {
      new Connection(socket, services).run();
    } finally {
      open.remove(socket);
    }
  }

  /** Stops listening, cuts every connection, and waits until their threads have ended. */
  @Override
  public void close() {
    threads.shutdownNow();
    closeSocket(server);
    open.forEach(Acceptor::closeSocket);
    awaitThreads();
  }

  private void awaitThreads() {
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Connections on port " + port() + " do not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeSocket(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not close " + socket, e);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "streamlake-gcs-server");
    thread.setDaemon(true);
    return thread;
  }
}
