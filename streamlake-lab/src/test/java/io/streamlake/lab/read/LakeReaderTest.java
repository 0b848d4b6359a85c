package io.streamlake.lab.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeReaderTest {

  private static final String FOLDER = "orders/data/t/dt=2023-11-14/hour=22/";
  private static final String FIRST = FOLDER + "t+00003+00000000000000000040.jsonl";

  private final Path location;

  LakeReaderTest(@TempDir Path location) {
    this.location = location;
  }

  @Test
  void handsOverTheRecordsOfOneDatasetAndLeavesTheLedgerAlone() throws IOException {
    put(FIRST, line(3, 41) + line(3, 43));
    put("orders/_ledger/t/00003/00000000000000000040.json", "{}");
    put("others/data/u/x", "");
    List<String> places = new ArrayList<>();

    int objects = reader().read(record -> places.add(record.place().toString()));

    assertThat(objects).isEqualTo(1);
    assertThat(places).containsExactly("t-3@41", "t-3@43");
  }

  @Test
  void refusesARecordInTheFolderOfAnotherHour() {
    put(FIRST.replace("hour=22", "hour=23"), line(3, 41));

    assertBroken("t-3@41 belongs in 'dt=2023-11-14/hour=22/', not in 'dt=2023-11-14/hour=23/'");
  }

  @Test
  void refusesARecordOfAnotherPartition() {
    put(FIRST, line(4, 41));

    assertBroken("t-4@41 stands in an object of another partition");
  }

  @Test
  void refusesARecordBelowItsSegment() {
    put(FIRST, line(3, 39));

    assertBroken("t-3@39 stands where only 40 may follow");
  }

  @Test
  void refusesAnOffsetThatDoesNotAscend() {
    put(FIRST, line(3, 40) + line(3, 40));

    assertBroken("after line 1: t-3@40 stands where only 41 may follow");
  }

  @Test
  void refusesALastLineWithoutALineFeed() {
    put(FIRST, line(3, 40).stripTrailing());

    assertBroken("without a line feed");
  }

  @Test
  void refusesAnObjectWithoutRecords() {
    put(FIRST, "");

    assertBroken("holds no record");
  }

  @Test
  void refusesAnObjectInTheFolderOfAnotherTopic() {
    put(FIRST.replace("data/t/", "data/u/"), line(3, 40));

    assertBroken("stands in the folder of topic u");
  }

  @Test
  void refusesANameOfAnotherForm() {
    put(FOLDER + "t+3+40.jsonl", line(3, 40));

    assertBroken("not a data object");
  }

  @Test
  void refusesAnObjectThatIsNotCompressedAsItsNameSays() {
    put(FIRST + ".gz", line(3, 40));

    assertBroken(FIRST + ".gz");
  }

  private void assertBroken(String message) {
    assertThatThrownBy(() -> reader().read(record -> {}))
        .isInstanceOf(BrokenLakeException.class)
        .hasMessageContaining(message);
  }

  private LakeReader reader() {
    return new LakeReader(LakeObjects.in(location), "orders", LakeFolders.HOUR);
  }

  private void put(String name, String text) {
    try {
      Path file = location.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(int partition, long offset) {
    return """
        {"topic":"t","partition":%d,"offset":%d,"timestamp_ms":1700000000000,\
        "timestamp_type":"CREATE_TIME","key":"k","headers":[],"value":null}
        """
        .formatted(partition, offset);
  }
}
