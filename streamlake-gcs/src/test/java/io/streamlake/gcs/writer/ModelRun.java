package io.streamlake.gcs.writer;

import static io.streamlake.gcs.writer.WriterWorld.P0;
import static io.streamlake.gcs.writer.WriterWorld.P1;
import static io.streamlake.gcs.writer.WriterWorld.POISON;

import io.streamlake.gcs.store.InMemoryObjectStore.Call;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import io.streamlake.gcs.store.StoreException;
import io.streamlake.testkit.StepExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** One random history of two processes that share a group and a bucket, drawn from a seed. */
final class ModelRun {

  private static final int STEPS = 30;
  private static final int MAX_MILLIS = 15_000;

  private final Random random;
  private final WriterWorld world;
  private final List<WriterProcess> processes;
  private final List<String> history = new ArrayList<>();
  private List<Call> requests = List.of();

  ModelRun(long seed, Path directory) {
    random = new Random(seed);
    world = new WriterWorld(directory, 2);
    processes =
        List.of(
            world.process(StepExecutor.seeded(seed)), world.process(StepExecutor.seeded(~seed)));
    world.checkEachClaim();
  }

  /** What was done, for people. */
  List<String> history() {
    return history;
  }

  /** What the processes asked of the store, in order. */
  List<Call> requests() {
    return requests;
  }

  void run() {
    processes.forEach(this::changeSettings);
    produce();
    for (int step = 0; step < STEPS; step++) {
      processes.stream().filter(WriterProcess::isDead).forEach(WriterProcess::crash);
      step();
    }
    comeToRest();
    requests = world.store.calls();
    world.check();
  }

  private void step() {
    WriterProcess process = processes.get(random.nextInt(processes.size()));
    if (!process.isRunning()) {
      if (random.nextInt(3) == 0) {
        note("start", process);
        process.start();
      }
      return;
    }
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> produce();
      case 3, 4, 5, 6 -> run(process);
      case 7 -> crash(process);
      case 8 -> dieSoon(process);
      case 9 -> freezeOrThaw(process);
      case 10 -> fence(process);
      case 11 -> rebalance(process);
      case 12 -> failSome(process);
      case 13 -> changeSettings(process);
      case 14 -> resetCommit();
      case 15 -> retain();
      case 16 -> compact();
      case 17 -> recreateNowAndThen();
      case 18 -> retainBehindAClaim(process);
      default -> troubleDeadLetters();
    }
  }

  private void note(String what, WriterProcess process) {
    history.add(what + " " + processes.indexOf(process));
  }

  private TopicPartition partition() {
    return random.nextBoolean() ? P0 : P1;
  }

  private void produce() {
    TopicPartition partition = partition();
    int count = 1 + random.nextInt(12);
    history.add("produce " + count + " to " + partition);
    for (int i = 0; i < count; i++) {
      switch (random.nextInt(10)) {
        case 0 -> world.log().appendMarker(partition);
        case 1 -> world.log().abortedTransaction(partition, "1");
        case 2 -> world.produce(partition, POISON);
        case 3 ->
            world.produceAt(partition, world.now().minus(Duration.ofHours(random.nextInt(4))), "2");
        default -> world.produce(partition, Integer.toString(random.nextInt(1_000_000)));
      }
    }
  }

  private void run(WriterProcess process) {
    note("run", process);
    process.runFor(Duration.ofMillis(1 + random.nextInt(MAX_MILLIS)));
  }

  private void crash(WriterProcess process) {
    note("crash", process);
    process.crash();
  }

  private void dieSoon(WriterProcess process) {
    note("die", process);
    process.dieAt(moment(), interesting());
    run(process);
  }

  private Moment moment() {
    return random.nextBoolean() ? Moment.BEFORE : Moment.AFTER;
  }

  private Predicate<Call> interesting() {
    return switch (random.nextInt(3)) {
      case 0 -> world::createsClaim;
      case 1 -> world::createsData;
      default -> call -> random.nextInt(4) == 0;
    };
  }

  private void freezeOrThaw(WriterProcess process) {
    note("freeze or thaw", process);
    if (process.isFrozen()) {
      process.thaw();
    } else {
      process.freeze();
    }
  }

  private void fence(WriterProcess process) {
    note("fence", process);
    world.harness().group().fence(process.harness().consumer());
    processes.stream()
        .filter(other -> other != process && other.isRunning() && !other.isDead())
        .forEach(other -> other.own(P0, P1));
  }

  private void rebalance(WriterProcess process) {
    note("rebalance", process);
    if (random.nextBoolean()) {
      process.own(P0, P1);
    } else {
      process.own(partition());
    }
  }

  private void failSome(WriterProcess process) {
    note("faults", process);
    int one = 2 + random.nextInt(4);
    process.store.inject(
        (moment, call) -> {
          if (random.nextInt(one) == 0) {
            throw ProcessStore.failure(StoreException.Kind.TRANSIENT, call);
          }
        });
    run(process);
    process.store.heal();
  }

  /** Takes effect when the process starts next. */
  private void changeSettings(WriterProcess process) {
    note("settings", process);
    RandomSettings.change(process, random);
  }

  /** Only a group without members can be reset. */
  private void resetCommit() {
    processes.stream().filter(WriterProcess::isRunning).forEach(this::crash);
    TopicPartition partition = partition();
    history.add("reset " + partition);
    boolean isExpired = random.nextBoolean();
    // before, inside and after the chain, and beyond the log
    long anywhere = random.nextInt(4 + (int) world.log().end(partition));
    world.harness().group().reset(partition, isExpired ? null : new OffsetAndMetadata(anywhere));
  }

  private void retain() {
    TopicPartition partition = partition();
    long beginning = world.log().beginning(partition);
    long from = beginning + random.nextInt(1 + (int) (world.log().end(partition) - beginning));
    history.add("retain " + partition + " from " + from);
    world.retain(partition, from);
  }

  private void compact() {
    TopicPartition partition = partition();
    List<Long> held = world.heldRecords(partition);
    if (!held.isEmpty()) {
      long offset = held.get(random.nextInt(held.size()));
      history.add("compact " + partition + "@" + offset);
      world.compact(partition, offset);
    }
  }

  /** Between a claim and its repair: what is gone then exists nowhere else. */
  private void retainBehindAClaim(WriterProcess process) {
    note("die behind a claim", process);
    process.dieAt(Moment.AFTER, random.nextBoolean() ? world::createsClaim : world::createsData);
    run(process);
    retain();
    compact();
  }

  private void recreateNowAndThen() {
    if (random.nextInt(4) != 0) {
      return;
    }
    String id = "id-" + history.size();
    history.add("recreate as " + id);
    world.recreateTopic(id);
    processes.forEach(process -> process.settings.acceptedTopics = Set.of(id));
    produce();
  }

  private void troubleDeadLetters() {
    history.add("dead letters");
    switch (random.nextInt(3)) {
      case 0 -> world.deadLetters.hold();
      case 1 -> world.deadLetters.failing(2, new IllegalStateException("injected"));
      default -> world.deadLetters.acknowledge();
    }
  }

  /** Whether it was started with settings that leave nothing held. */
  private boolean isAbleToGoOn(WriterProcess process) {
    return process.started().lostOffsets() == LostOffsets.CONTINUE
        && process.started().acceptedTopics().equals(process.settings.acceptedTopics);
  }

  /** Everything is healed, zombies wake, and one process goes on with all partitions. */
  private void comeToRest() {
    history.add("rest");
    world.deadLetters.acknowledge();
    processes.stream().filter(WriterProcess::isDead).forEach(WriterProcess::crash);
    processes.forEach(process -> process.store.heal());
    processes.forEach(WriterProcess::thaw);
    WriterProcess heir = processes.get(0);
    if (heir.isRunning() && !isAbleToGoOn(heir)) {
      heir.crash();
    }
    if (!heir.isRunning()) {
      heir.settings.lostOffsets = LostOffsets.CONTINUE;
      heir.start();
    }
    heir.own(P0, P1);
    WriterProcess other = processes.get(1);
    if (other.isRunning()) {
      other.runFor(Duration.ofSeconds(30));
      other.shutdown();
    }
    heir.drain();
  }
}
