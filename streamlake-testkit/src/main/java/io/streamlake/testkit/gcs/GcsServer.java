package io.streamlake.testkit.gcs;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A Google Cloud Storage server for tests: speaks the JSON API over HTTP to the real client, keeps
 * its objects in memory and temporary files, records every request, and fails on demand. Creates
 * with {@code ifGenerationMatch=0} are exactly atomic, and objects are visible only when complete.
 * Safe for use from any thread.
 *
 * <pre>{@code
 * try (GcsServer server = GcsServer.start()) {
 *   server.createBucket("lake");
 *   Storage storage =
 *       StorageOptions.newBuilder()
 *           .setHost(server.uri())
 *           .setProjectId("test")
 *           .setCredentials(NoCredentials.getInstance())
 *           .build()
 *           .getService();
 * }
 * }</pre>
 *
 * <p>Served: objects in one request or by resumable upload, with preconditions, checksums and a
 * Cloud KMS key's name; metadata, ranged reads, listings with prefix, delimiter, offsets and pages;
 * delete, compose, copy, batches, and the question for permissions.
 *
 * <p>Not served: creating or changing buckets, updates of metadata, object versions, access control
 * lists, keys that the caller supplies, and decompression of objects that were stored with {@code
 * contentEncoding=gzip}. Faults strike a batch as a whole.
 */
public final class GcsServer implements AutoCloseable {

  private static final int KEPT_REQUESTS = 1_000_000;

  private final Permissions permissions = new Permissions();
  private final ObjectTable objects = new ObjectTable(permissions);
  private final Faults faults = new Faults();
  private final RequestLog log = new RequestLog(KEPT_REQUESTS);
  private final BodyStore bodies;
  private final Acceptor acceptor;
  private final String uri;
  private final AtomicBoolean closed = new AtomicBoolean();

  private GcsServer(Builder builder) {
    this.acceptor = new Acceptor(new InetSocketAddress(builder.address, builder.port));
    this.uri = "http://" + bracketed(builder.address) + ":" + acceptor.port();
    this.bodies = new BodyStore(builder.keepBodiesUpTo);
    builder.buckets.forEach(objects::createBucket);
    Operations operations = new Operations(objects, permissions, bodies);
    acceptor.start(new Exchange.Services(operations, faults, log, uri));
  }

  /**
   * Starts a server without buckets on a free port of the loopback interface.
   *
   * @return the running server
   * @throws java.io.UncheckedIOException when there is no port or no temporary directory
   */
  public static GcsServer start() {
    return builder().start();
  }

  /**
   * Begins a server that is not the usual one.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Where clients find it: {@code StorageOptions.Builder.setHost}, or {@code
   * STORAGE_EMULATOR_HOST}.
   *
   * @return the base URL, without a slash at its end
   */
  public String uri() {
    return uri;
  }

  /**
   * Creates a bucket.
   *
   * @param name the bucket's name
   * @throws IllegalArgumentException when it exists
   */
  public void createBucket(String name) {
    objects.createBucket(name);
  }

  /**
   * What goes wrong here.
   *
   * @return the faults, live
   */
  public Faults faults() {
    return faults;
  }

  /**
   * From now on refuses what needs a permission, with 403 in Google's words.
   *
   * @param permission such as {@code storage.objects.delete}, which overwriting needs too, or
   *     {@code cloudkms.cryptoKeyVersions.useToEncrypt}, which the service itself needs where a
   *     create names a key
   */
  public void forbid(String permission) {
    permissions.forbid(Objects.requireNonNull(permission, "permission"));
  }

  /**
   * Takes {@link #forbid} back.
   *
   * @param permission such as {@code storage.objects.delete}
   */
  public void allow(String permission) {
    permissions.allow(permission);
  }

  /**
   * The requests since the start or the last {@link #clearRequests()}, but at most the last
   * million.
   *
   * @return a copy, in the order in which they were decided; each is there before its client is
   *     answered
   */
  public List<RecordedRequest> requests() {
    return log.all();
  }

  /**
   * The requests of one kind.
   *
   * @param operation what was asked
   * @return a copy, in the order in which they were decided
   */
  public List<RecordedRequest> requests(Operation operation) {
    return log.all().stream().filter(request -> request.operation() == operation).toList();
  }

  /** Forgets the requests so far. */
  public void clearRequests() {
    log.clear();
  }

  /**
   * Looks at an object without a request.
   *
   * @param bucket the bucket's name
   * @param name the object's name
   * @return the object as it is now
   * @throws IllegalArgumentException when there is no such bucket or object; it names those there
   *     are
   */
  public StoredObject object(String bucket, String name) {
    List<String> names = objectNames(bucket);
    return objects
        .find(new ObjectPath(bucket, name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No object " + name + " in bucket " + bucket + ", which holds " + names));
  }

  /**
   * Looks into a bucket without a request.
   *
   * @param bucket the bucket's name
   * @return the names of its objects, in the service's order
   * @throws IllegalArgumentException when there is no such bucket
   */
  public List<String> objectNames(String bucket) {
    try {
      return List.copyOf(objects.objects(bucket).keySet());
    } catch (ApiFailure e) {
      throw new IllegalArgumentException("No bucket " + bucket + ": create it first", e);
    }
  }

  /** Cuts every connection, stalled ones too, and deletes all bodies. May be called again. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      faults.close();
      acceptor.close();
      bodies.close();
    }
  }

  /**
   * Runs a server until the process is ended, and prints its base URL.
   *
   * @param arguments {@code --port N} (default: any), {@code --address A} (default 127.0.0.1),
   *     {@code --bucket NAME} (repeatable), {@code --discard-bodies}, {@code --faults P} and {@code
   *     --seed N} ({@link Faults#chaos}; the default seed is 0)
   * @throws InterruptedException when the calling thread is interrupted
   */
  public static void main(String[] arguments) throws InterruptedException {
    ServerProgram.run(List.of(arguments));
  }

  private static String bracketed(String address) {
    return address.indexOf(':') < 0 ? address : "[" + address + "]";
  }

  /** What a server is started with. Used by one thread. */
  public static final class Builder {

    private static final long DISCARDED_BEYOND = 1024 * 1024;

    private final List<String> buckets = new ArrayList<>();
    private String address = "127.0.0.1";
    private int port;
    private long keepBodiesUpTo = Long.MAX_VALUE;

    private Builder() {}

    /**
     * Listens on this address.
     *
     * @param name an address or host name of this machine; the default is 127.0.0.1
     * @return this builder
     */
    public Builder address(String name) {
      this.address = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Listens on this port.
     *
     * @param number the port; 0, the default, takes any that is free
     * @return this builder
     */
    public Builder port(int number) {
      this.port = number;
      return this;
    }

    /**
     * Creates a bucket at the start.
     *
     * @param name the bucket's name
     * @return this builder
     */
    public Builder bucket(String name) {
      buckets.add(Objects.requireNonNull(name, "name"));
      return this;
    }

    /**
     * Keeps of bodies over 1 MiB only size and CRC32C, so that the server can swallow any amount;
     * reading such an object is answered 501. Smaller ones, a ledger's entries for instance, stay.
     *
     * @return this builder
     */
    public Builder discardBodies() {
      return discardBodiesOver(DISCARDED_BEYOND);
    }

    /**
     * Keeps of bodies over a size only size and CRC32C.
     *
     * @param bytes the longest body that is kept
     * @return this builder
     * @throws IllegalArgumentException when the size is negative
     */
    public Builder discardBodiesOver(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("bytes must not be negative: " + bytes);
      }
      this.keepBodiesUpTo = bytes;
      return this;
    }

    /**
     * Starts the server.
     *
     * @return the running server
     * @throws java.io.UncheckedIOException when the port is taken or there is no temporary
     *     directory
     */
    public GcsServer start() {
      return new GcsServer(this);
    }
  }
}
