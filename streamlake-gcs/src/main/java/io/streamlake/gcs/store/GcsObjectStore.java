package io.streamlake.gcs.store;

import com.google.api.gax.paging.Page;
import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.ReadChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import io.streamlake.gcs.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** Below this one request carries all; from here on the file is streamed, almost without heap. */
  private static final int SINGLE_REQUEST_BYTES = 8 * 1024 * 1024;

  private static final int READ_CHUNK_BYTES = 256 * 1024;

  private static final BlobField[] KNOWN = {
    BlobField.NAME, BlobField.SIZE, BlobField.CRC32C, BlobField.METADATA
  };

  private final Storage storage;
  private final String bucket;
  private final String prefix;
  private final String location;

  private GcsObjectStore(Storage storage, String bucket, String prefix) {
    this.storage = storage;
    this.bucket = bucket;
    this.prefix = prefix.isEmpty() ? "" : prefix + "/";
    this.location = prefix.isEmpty() ? "gs://" + bucket : "gs://" + bucket + "/" + prefix;
  }

  static GcsObjectStore open(String bucket, String prefix, GcsOptions options) {
    StorageOptions.Builder builder = StorageOptions.http();
    builder.setCredentials(credentials(bucket, options));
    builder.setRetrySettings(retrySettings(options.retries()));
    options.endpoint().ifPresent(builder::setHost);
    // Without credentials there is no project to find out, and asking for one would take seconds.
    boolean anonymous = options.credentials().equals(GcsOptions.NO_CREDENTIALS);
    Optional<String> fallback = anonymous ? Optional.of("none") : Optional.empty();
    options.project().or(() -> fallback).ifPresent(builder::setProjectId);
    return new GcsObjectStore(builder.build().getService(), bucket, prefix);
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
      send(info, object.content());
      return Created.CREATED;
    } catch (StorageException refused) {
      if (refused.getCode() == 412) {
        return Created.EXISTS;
      }
      throw failure(Request.CREATE, object.name(), refused);
    } catch (IOException unreadable) {
      throw failure(Request.CREATE, object.name(), unreadable);
    }
  }

  private void send(BlobInfo info, Content content) throws IOException {
    if (content instanceof Content.Bytes bytes) {
      sendAtOnce(info, bytes.body());
      return;
    }
    Path file = ((Content.File) content).path();
    if (content.size() < SINGLE_REQUEST_BYTES) {
      sendAtOnce(info, Files.readAllBytes(file));
      return;
    }
    storage.createFrom(
        info,
        file,
        BlobWriteOption.doesNotExist(),
        BlobWriteOption.crc32cMatch(),
        BlobWriteOption.disableGzipContent());
  }

  private void sendAtOnce(BlobInfo info, byte[] body) throws IOException {
    // The client replaces the checksum by its own, so a staged file that rotted shows only here.
    String found = Crc32c.toBase64(Crc32c.of(body));
    if (!found.equals(info.getCrc32c())) {
      throw new ChangedContentException(found, info.getCrc32c());
    }
    storage.create(
        info, body, BlobTargetOption.doesNotExist(), BlobTargetOption.disableGzipContent());
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
      if (refused.getCode() == 404 && !saysBucketIsMissing(refused)) {
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
    int code = cause instanceof StorageException refused ? refused.getCode() : 0;
    Kind kind = kind(code, cause);
    String what = location + "/" + name + ": " + request.verb + " failed: ";
    String said = (code > 0 ? code + " " : "") + cause.getMessage();
    return new StoreException(kind, what + said + request.advice(kind, bucket), cause);
  }

  private static Kind kind(int code, Exception cause) {
    if (cause instanceof ChangedContentException
        || cause instanceof java.nio.file.NoSuchFileException) {
      return Kind.UNUSABLE;
    }
    return switch (code) {
      case 401, 403 -> Kind.DENIED;
      case 404 -> Kind.MISSING_BUCKET;
      // 410: the upload session is gone; the whole object must be sent again.
      case 408, 409, 410, 429 -> Kind.TRANSIENT;
      default -> code >= 400 && code < 500 ? Kind.UNUSABLE : Kind.TRANSIENT;
    };
  }

  private static boolean saysBucketIsMissing(StorageException refused) {
    return String.valueOf(refused.getMessage()).contains("bucket does not exist");
  }

  private static Credentials credentials(String bucket, GcsOptions options) {
    try {
      return switch (options.credentials()) {
        case GcsOptions.NO_CREDENTIALS -> NoCredentials.getInstance();
        case GcsOptions.DEFAULT_CREDENTIALS -> GoogleCredentials.getApplicationDefault();
        default -> keyFile(Path.of(options.credentials()));
      };
    } catch (IOException missing) {
      throw new StoreException(
          Kind.DENIED,
          "gs://"
              + bucket
              + ": no credentials ("
              + options.credentials()
              + "): "
              + missing.getMessage()
              + "; set raw-zone.gcs.credentials to a readable key file, provide application default"
              + " credentials, or say 'none' for a server that asks for none",
          missing);
    }
  }

  private static Credentials keyFile(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return GoogleCredentials.fromStream(in);
    }
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
        throw new StoreException(
            Kind.DENIED,
            location + ": a permission is missing" + request.advice(Kind.DENIED, bucket),
            null);
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
