package io.streamlake.gcs.writer;

import static io.streamlake.gcs.writer.WriterWorld.P0;
import static io.streamlake.gcs.writer.WriterWorld.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.stage.DiskSpace;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import io.streamlake.gcs.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits that all partitions share: who gives way, who waits, and that the wait ends. */
class RawZoneBoundsTest {

  private static final DiskSpace ROOMY = new DiskSpace(1L << 40, 1L << 40);
  private static final DiskSpace FULL = new DiskSpace(1L << 20, 1L << 40);
  private static final int SIZE = 10_000;
  private static final int PARTITIONS = 6;

  private final WriterWorld world;
  private final WriterProcess process;

  RawZoneBoundsTest(@TempDir Path directory) {
    world = new WriterWorld(directory, PARTITIONS);
    process = world.process();
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition("orders", number);
  }

  private void produceBig(TopicPartition partition, int count) {
    for (int i = 0; i < count; i++) {
      world.produce(partition, "\"" + "x".repeat(SIZE) + "\"");
    }
  }

  private void produceLate(TopicPartition partition, int hours) {
    world.produceAt(partition, world.now().minus(Duration.ofHours(hours)), "1");
  }

  @Test
  void rollsTheLargestSegmentsBeforeStagingIsFullAndNoOthers() { // trap 32
    process.stagingBytes = 40L * SIZE;
    process.pollOneRecordAtATime();
    produceBig(P0, 3);
    produceBig(P1, 28);
    produceBig(partition(2), 10);

    process.start().runFor(Duration.ofSeconds(40));

    assertThat(world.claims(P1)).hasSize(1);
    assertThat(world.claims(P0)).isEmpty();
    assertThat(world.claims(partition(2))).isEmpty();
    assertThat(process.area().reservedBytes()).isLessThan(30L * SIZE);
    process.drain();
    world.check();
  }

  @Test
  void leavesRoomForWhatIsOnItsWayAndRollsNothingMoreForIt() {
    process.stagingBytes = 40L * SIZE;
    process.store.failing(Moment.BEFORE, StoreException.Kind.TRANSIENT, world::createsClaim);
    process.pollOneRecordAtATime();
    produceBig(P1, 32);
    produceBig(P0, 14);
    process.settings.rollAge = Duration.ofMinutes(2);

    process.start().runFor(Duration.ofSeconds(40));

    assertThat(process.harness().consumer().paused()).contains(P0, P1);
    process.store.heal();
    process.runFor(Duration.ofSeconds(40));
    assertThat(process.harness().consumer().paused()).isEmpty();
    assertThat(world.claims(P0)).isEmpty();
    process.drain();
    world.check();
  }

  @Test
  void rollsTheLargestSegmentWhenFilesRunShortAndOpensNoMore() { // trap 32
    process.settings.maxOpenFiles = 2;
    process.pollOneRecordAtATime();
    world.produce(P0, 3);
    world.produce(P1, 30);
    process.start().runFor(Duration.ofSeconds(10));

    world.produce(partition(2), 3);
    process.runFor(Duration.ofSeconds(10));

    assertThat(world.claims(P1)).hasSize(1);
    assertThat(world.claims(P0)).isEmpty();
    assertThat(staged()).isEqualTo(2);
    process.drain();
    world.check();
  }

  private int staged() {
    try (Stream<Path> files = Files.list(process.area().path())) {
      return (int) files.count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void opensNoFileTooManyThoughAllPartitionsSwitchFolders() { // trap 30, trap 32
    process.settings.maxOpenFiles = 5;
    for (int i = 0; i < 40; i++) {
      for (int number = 0; number < PARTITIONS; number++) {
        produceLate(partition(number), i % 2);
      }
    }
    process.start();
    int most = 0;
    for (int i = 0; i < 100; i++) {
      process.runFor(Duration.ofMillis(250));
      most = Math.max(most, staged());
    }

    assertThat(most).isEqualTo(5);
    process.drain();
    world.check();
    int claims = 0;
    for (int number = 0; number < PARTITIONS; number++) {
      claims += world.claims(partition(number)).size();
    }
    assertThat(claims).as("claims of 240 records").isLessThan(40);
  }

  @Test
  void repairsClaimsOfMoreFilesThanThereMayBe() { // trap 32
    for (int hours = 0; hours < 3; hours++) {
      produceLate(P0, hours);
      produceLate(P1, hours);
    }
    process.settings.rollRecords = 3;
    process.store.failing(Moment.BEFORE, StoreException.Kind.TRANSIENT, world::createsData);
    process.start().runFor(Duration.ofSeconds(10));
    assertThat(world.claims(P0)).hasSize(1);
    assertThat(world.claims(P1)).hasSize(1);
    process.crash();
    process.settings.maxOpenFiles = 2;
    produceLate(partition(2), 0);

    process.start().drain();

    assertThat(process.harness().committed(P0)).hasValue(3);
    world.check();
  }

  @Test
  void keepsHundredsOfLateHoursInOneSegment() { // trap 30
    process.settings.maxOpenFiles = 1_000;
    for (int hours = 0; hours < 200; hours++) {
      produceLate(P0, hours);
      produceLate(P0, hours / 2);
    }

    process.start().drain();

    assertThat(world.claims(P0)).hasSize(1);
    world.check();
  }

  @Test
  void rollsASegmentOfTooManyFoldersThoughFilesAreLeft() { // trap 30
    process.settings.maxOpenFiles = 1_000;
    for (int hours = 0; hours < 300; hours++) {
      produceLate(P0, hours);
    }

    process.start().drain();

    assertThat(world.claims(P0))
        .extracting(LedgerEntry::next)
        .containsExactly((long) CurrentSegment.MAX_FOLDERS, 300L);
    world.check();
  }

  @Test
  void givesBackTheFileThatADeadLetterWouldHaveNeeded() {
    process.settings.maxOpenFiles = 1;
    world.produce(P0, WriterWorld.POISON);
    world.deadLetters.hold();
    process.start().runFor(Duration.ofSeconds(5));
    world.produce(P1, 3);

    process.drain();

    assertThat(process.harness().committed(P1)).hasValue(3);
    world.deadLetters.acknowledge();
    process.drain();
    world.check();
  }

  @Test
  void pausesAndLandsWhatIsStagedWhileTheDiskIsLow() { // trap 44
    process.settings.rollAge = Duration.ofHours(1);
    produceBig(P0, 8);
    process.start().runFor(Duration.ofSeconds(5));
    assertThat(world.claims(P0)).isEmpty();

    process.disk = FULL;
    process.runFor(Duration.ofSeconds(5));

    assertThat(world.claims(P0)).extracting(LedgerEntry::next).containsExactly(8L);
    world.produce(P0, 3);
    process.runFor(Duration.ofSeconds(40));
    assertThat(process.harness().consumer().paused()).contains(P0, P1);
    assertThat(staged()).isZero();
    process.disk = ROOMY;
    process.drain();
    assertThat(process.harness().committed(P0)).hasValue(11);
    world.check();
  }

  @Test
  void startsOnALowDiskWithoutStagingAnything() { // trap 44
    process.disk = FULL;
    world.produce(P0, 3);

    process.start().runFor(Duration.ofMinutes(1));

    assertThat(process.harness().consumer().paused()).contains(P0);
    process.disk = ROOMY;
    process.drain();
    world.check();
  }

  @Test
  void losesNothingAndDoesNotSpinWhileTheDiskTakesNoFile() throws IOException { // trap 44
    process.start().runFor(Duration.ofSeconds(5));
    Path area = process.area().path();
    Files.delete(area);
    Files.createFile(area);
    long before = world.store.calls().size();
    world.produce(P0, 3);

    process.runFor(Duration.ofMinutes(3));

    assertThat(world.deadLetters.sent()).isEmpty();
    assertThat(process.harness().committed(P0)).hasValue(0);
    assertThat(world.store.calls().size() - before).as("requests in 3 minutes").isLessThan(60);
    Files.delete(area);
    Files.createDirectory(area);
    process.drain();
    world.check();
  }

  @Test
  void landsTheSmallestFirstWhenItLeaves() {
    int[] sizes = {7, 3, 9, 1, 5};
    for (int number = 0; number < sizes.length; number++) {
      produceBig(partition(number), sizes[number]);
    }
    process.start().runFor(Duration.ofSeconds(10));
    process.freeze();
    process.harness().time().schedule(Duration.ofSeconds(5), process::thaw);

    assertThat(process.shutdown().isClean()).isTrue();

    List<Integer> landed = new ArrayList<>();
    for (String name : process.store.created()) {
      world.layout.parseData(name).ifPresent(data -> landed.add(data.partition().partition()));
    }
    assertThat(landed).containsExactly(3, 1, 4, 0, 2);
    world.check();
  }

  @Test
  void closesNoFurtherSegmentByAgeWhileManyWait() {
    process.settings.rollAge = Duration.ofSeconds(10);
    process.start().runFor(Duration.ofSeconds(5));
    process.store.failing(Moment.BEFORE, StoreException.Kind.TRANSIENT, world::createsClaim);
    for (int i = 0; i < 30; i++) {
      world.produce(P0, 1);
      process.runFor(Duration.ofSeconds(10));
    }

    process.store.heal();
    process.drain();

    assertThat(world.claims(P0)).hasSizeBetween(LandingQueue.LONG, LandingQueue.LONG + 2);
    world.check();
  }
}
