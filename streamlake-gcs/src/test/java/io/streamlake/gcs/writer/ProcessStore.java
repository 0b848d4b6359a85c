package io.streamlake.gcs.writer;

import io.streamlake.gcs.store.Created;
import io.streamlake.gcs.store.InMemoryObjectStore;
import io.streamlake.gcs.store.InMemoryObjectStore.Call;
import io.streamlake.gcs.store.InMemoryObjectStore.Fault;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import io.streamlake.gcs.store.InMemoryObjectStore.Operation;
import io.streamlake.gcs.store.NewObject;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.StoreException;
import io.streamlake.gcs.store.StoredObject;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One process's way to the shared store: it alone fails, and ends with the process. */
final class ProcessStore implements ObjectStore {

  private final InMemoryObjectStore store;
  private final List<Call> created = new ArrayList<>();
  int maxNamePartBytes = 1_024;
  private Fault fault = (moment, call) -> {};

  ProcessStore(InMemoryObjectStore store) {
    this.store = store;
  }

  /** Puts a fault in place of the last one. */
  void inject(Fault next) {
    fault = next;
  }

  void heal() {
    fault = (moment, call) -> {};
  }

  /** Fails every request of a kind until it is healed. */
  void failing(Moment when, StoreException.Kind kind, Predicate<Call> which) {
    inject(
        (moment, call) -> {
          if (moment == when && which.test(call)) {
            throw failure(kind, call);
          }
        });
  }

  /** Fails one request. */
  void failingOnce(Moment when, Predicate<Call> which) {
    inject(
        (moment, call) -> {
          if (moment == when && which.test(call)) {
            heal();
            throw failure(StoreException.Kind.TRANSIENT, call);
          }
        });
  }

  static StoreException failure(StoreException.Kind kind, Call call) {
    return new StoreException(kind, call + ": injected", null);
  }

  /** The names of what this process has created, in order. */
  List<String> created() {
    return created.stream().map(Call::name).toList();
  }

  @Override
  public Created create(NewObject object) {
    Call call = new Call(Operation.CREATE, object.name());
    return call(
        call,
        () -> {
          Created outcome = store.create(object);
          if (outcome == Created.CREATED) {
            created.add(call);
          }
          return outcome;
        });
  }

  @Override
  public Optional<byte[]> read(String name) {
    return call(new Call(Operation.READ, name), () -> store.read(name));
  }

  @Override
  public Optional<InputStream> open(String name) {
    return call(new Call(Operation.OPEN, name), () -> store.open(name));
  }

  @Override
  public Optional<StoredObject> head(String name) {
    return call(new Call(Operation.HEAD, name), () -> store.head(name));
  }

  @Override
  public void list(String prefix, String startOffset, Consumer<StoredObject> each) {
    call(
        new Call(Operation.LIST, prefix),
        () -> {
          store.list(prefix, startOffset, each);
          return prefix;
        });
  }

  private <T> T call(Call call, Supplier<T> request) {
    fault.at(Moment.BEFORE, call);
    T answer = request.get();
    fault.at(Moment.AFTER, call);
    return answer;
  }

  @Override
  public void check() {
    store.check();
  }

  @Override
  public int maxNamePartBytes() {
    return maxNamePartBytes;
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public void close() {
    store.close();
  }
}
