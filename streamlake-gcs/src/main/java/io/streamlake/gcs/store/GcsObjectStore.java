package io.streamlake.gcs.store;

import com.google.api.gax.paging.Page;
import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.ReadChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import io.streamlake.gcs.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Google Cloud Storage through Google's own client and its JSON API. Every create carries {@code
 * ifGenerationMatch=0}, its checksum, and neither a Content-Encoding nor gzip in transit.
 *
 * @see <a href="https://cloud.google.com/storage/docs/request-preconditions">Preconditions</a>
 */
final class GcsObjectStore implements ObjectStore {

  private static final int READ_CHUNK_BYTES = 256 * 1024;

  private static final BlobField[] KNOWN = {
    BlobField.NAME, BlobField.SIZE, BlobField.CRC32C, BlobField.METADATA
  };

  private final Storage storage;
  private final String bucket;
  private final String prefix;
  private final String location;
  private final Refusals refusals;
  private final GcsUploads uploads;

  private GcsObjectStore(Storage storage, Refusals refusals, String prefix) {
    this.storage = storage;
    this.bucket = refusals.bucket();
    this.prefix = prefix.isEmpty() ? "" : prefix + "/";
    this.location = refusals.location();
    this.refusals = refusals;
    this.uploads = new GcsUploads(storage, refusals.kmsKey());
  }

  static GcsObjectStore open(String bucket, String prefix, GcsOptions options) {
    String location = prefix.isEmpty() ? "gs://" + bucket : "gs://" + bucket + "/" + prefix;
    GcsAccount account = GcsAccount.open(location, options);
    StorageOptions.Builder builder = StorageOptions.http();
    builder.setCredentials(account.credentials()); // the client adds the scopes that it needs
    builder.setRetrySettings(retrySettings(options.retries()));
    options.endpoint().ifPresent(builder::setHost);
    // Without credentials there is no project to find out, and asking for one would take seconds.
    boolean anonymous = options.credentials().equals(GcsOptions.NO_CREDENTIALS);
    Optional<String> fallback = anonymous ? Optional.of("none") : Optional.empty();
    options.project().or(() -> fallback).ifPresent(builder::setProjectId);
    return new GcsObjectStore(
        builder.build().getService(),
        new Refusals(bucket, location, account::name, options.kmsKey()),
        prefix);
  }

  @Override
  public Created create(NewObject object) {
    BlobInfo info =
        BlobInfo.newBuilder(id(object.name()))
            .setContentType(object.contentType())
            .setMetadata(Map.<String, @Nullable String>copyOf(object.metadata()))
            .setCrc32c(Crc32c.toBase64(object.content().crc32c()))
            .build();
    try {
      requireStored(object, uploads.send(info, object.content()));
      return Created.CREATED;
    } catch (StorageException refused) {
      if (meansThatItExists(refused, object.name())) {
        return Created.EXISTS;
      }
      throw failure(Request.CREATE, object.name(), GcsUploads.explained(refused, object.content()));
    } catch (IOException unreadable) {
      throw failure(
          Request.CREATE, object.name(), GcsUploads.explained(unreadable, object.content()));
    }
  }

  /**
   * Organisation policies are told as 412 as well, even with the reason of a precondition. An
   * object that the caller may not overwrite may be told as 403. And two creates of one name at the
   * same time may be told 429 instead of 412, again and again. After the client's own retries a
   * look tells; where it fails, the refusal stands.
   *
   * @see <a href="https://github.com/pulumi/docs/issues/12973">A policy's 412</a>
   * @see <a href="https://github.com/delta-io/delta-rs/issues/2451">A rival's 429</a>
   */
  private boolean meansThatItExists(StorageException refused, String name) {
    return switch (refused.getCode()) {
      case 412 -> Refusals.isAboutPrecondition(refused) || exists(name);
      case 403, 429 -> exists(name);
      default -> false;
    };
  }

  private boolean exists(String name) {
    try {
      return head(name).isPresent();
    } catch (StoreException unknown) {
      return false;
    }
  }

  /** The server has checked the checksum; what it says it stored is compared all the same. */
  private void requireStored(NewObject object, Blob created) {
    String sent = Crc32c.toBase64(object.content().crc32c());
    String stored = created.getCrc32c();
    if (stored != null && !stored.equals(sent)) {
      throw new StoreException(
          Kind.UNUSABLE,
          location
              + "/"
              + object.name()
              + ": the server stored other bytes than were sent: crc32c is "
              + stored
              + ", not "
              + sent
              + "; move the object away to go on",
          null);
    }
  }

  @Override
  public Optional<byte[]> read(String name) {
    return ask(
        Request.GET,
        name,
        () -> {
          byte[] bytes = storage.readAllBytes(id(name));
          return Optional.of(bytes);
        });
  }

  @Override
  public Optional<InputStream> open(String name) {
    if (head(name).isEmpty()) {
      return Optional.empty();
    }
    ReadChannel channel = storage.reader(id(name));
    channel.setChunkSize(READ_CHUNK_BYTES);
    return Optional.of(Channels.newInputStream(channel));
  }

  @Override
  public Optional<StoredObject> head(String name) {
    return ask(
        Request.GET,
        name,
        () -> {
          @Nullable Blob blob = storage.get(id(name), BlobGetOption.fields(KNOWN));
          return Optional.ofNullable(blob).map(this::stored);
        });
  }

  @Override
  public void list(String listed, String startOffset, Consumer<StoredObject> each) {
    Optional<Page<Blob>> page = Optional.of(firstPage(listed, startOffset));
    while (page.isPresent()) {
      Page<Blob> present = page.get();
      present.getValues().forEach(blob -> each.accept(stored(blob)));
      page = present.hasNextPage() ? listing(listed, present::getNextPage) : Optional.empty();
    }
  }

  private Page<Blob> firstPage(String listed, String startOffset) {
    BlobListOption matching = BlobListOption.prefix(prefix + listed);
    BlobListOption fields = BlobListOption.fields(KNOWN);
    return listing(
            listed,
            () ->
                startOffset.isEmpty()
                    ? storage.list(bucket, matching, fields)
                    : storage.list(
                        bucket, matching, fields, BlobListOption.startOffset(prefix + startOffset)))
        .orElseThrow();
  }

  private Optional<Page<Blob>> listing(String listed, Supplier<Page<Blob>> request) {
    try {
      return Optional.of(request.get());
    } catch (StorageException refused) {
      throw failure(Request.LIST, listed, refused);
    }
  }

  private <T> Optional<T> ask(Request request, String name, Supplier<Optional<T>> question) {
    try {
      return question.get();
    } catch (StorageException refused) {
      if (refused.getCode() == 404 && !Refusals.isAboutBucket(refused)) {
        return Optional.empty();
      }
      throw failure(request, name, refused);
    }
  }

  private StoredObject stored(Blob blob) {
    Map<String, @Nullable String> metadata = blob.getMetadata();
    Long size = blob.getSize();
    String crc32c = blob.getCrc32c();
    return new StoredObject(
        blob.getName().substring(prefix.length()),
        size == null ? 0 : size,
        crc32c == null ? OptionalInt.empty() : OptionalInt.of(Crc32c.fromBase64(crc32c)),
        metadata == null ? Map.of() : Map.copyOf(metadata));
  }

  private BlobId id(String name) {
    return BlobId.of(bucket, prefix + ObjectNames.check(name));
  }

  private StoreException failure(Request request, String name, Exception cause) {
    int status = cause instanceof StorageException refused ? refused.getCode() : 0;
    return refusals.of(request, name, GcsAccount.isRefused(cause) ? 401 : status, cause);
  }

  private static RetrySettings retrySettings(GcsOptions.Retries retries) {
    return RetrySettings.newBuilder()
        .setInitialRetryDelayDuration(retries.initialDelay())
        .setRetryDelayMultiplier(2.0)
        .setMaxRetryDelayDuration(retries.maxDelay())
        .setTotalTimeoutDuration(retries.total())
        .setMaxAttempts(retries.attempts())
        .build();
  }

  @Override
  public void check() {
    listing("", () -> storage.list(bucket, BlobListOption.pageSize(1)));
    List<String> permissions = Request.permissions();
    List<Boolean> granted;
    try {
      granted = storage.testIamPermissions(bucket, permissions);
    } catch (StorageException unsupported) {
      return; // other servers that speak the JSON API do not know this question
    }
    for (Request request : Request.values()) {
      if (!granted.get(permissions.indexOf(request.permission()))) {
        throw refusals.missing(request);
      }
    }
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public void close() {
    try {
      storage.close();
    } catch (Exception failure) {
      throw new StoreException(Kind.TRANSIENT, location + ": closing failed", failure);
    }
  }
}
