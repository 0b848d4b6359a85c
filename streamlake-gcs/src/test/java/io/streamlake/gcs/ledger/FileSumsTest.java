package io.streamlake.gcs.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;

class FileSumsTest {

  @Property
  void areEqualForEqualSetsInAnyOrder(
      @ForAll @Size(max = 50) @UniqueElements List<Integer> files, @ForAll long seed) {
    List<Integer> shuffled = new ArrayList<>(files);
    Collections.shuffle(shuffled, new Random(seed));

    assertThat(sums(files, 0).hasSameObjects(sums(shuffled, 0))).isTrue();
    assertThat(sums(files, 0).hasSameNames(sums(shuffled, 0))).isTrue();
  }

  @Property
  void differWhereAnObjectIsMissing(
      @ForAll @Size(min = 1, max = 50) @UniqueElements List<Integer> files,
      @ForAll @IntRange(max = 1_000) int which) {
    List<Integer> fewer = new ArrayList<>(files);
    fewer.remove(which % files.size());

    assertThat(sums(files, 0).hasSameObjects(sums(fewer, 0))).isFalse();
    assertThat(sums(files, 0).hasSameNames(sums(fewer, 0))).isFalse();
  }

  @Property
  void differWhereContentAndBytesAreOthers(
      @ForAll @Size(min = 1, max = 50) @UniqueElements List<Integer> files) {
    assertThat(sums(files, 0).hasSameObjects(sums(files, 1))).isFalse();
    assertThat(sums(files, 0).hasSameNames(sums(files, 1))).isTrue();
  }

  @Property
  void areEqualWhereOnlyContentOrOnlyBytesAreKnown(
      @ForAll @Size(min = 1, max = 50) @UniqueElements List<Integer> files) {
    FileSums contents = new FileSums();
    FileSums bytes = new FileSums();
    files.forEach(file -> contents.add(name(file), content(0), 0, OptionalInt.empty()));
    files.forEach(file -> bytes.add(name(file), Optional.of("no hash"), file & 0xff, crc(0)));

    assertThat(sums(files, 0).hasSameObjects(contents)).isTrue();
    assertThat(sums(files, 0).hasSameObjects(bytes)).isTrue();
    assertThat(bytes.hasSameObjects(contents)).isFalse();
  }

  private static FileSums sums(List<Integer> files, int variant) {
    FileSums sums = new FileSums();
    files.forEach(file -> sums.add(name(file), content(variant), file & 0xff, crc(variant)));
    return sums;
  }

  private static String name(int file) {
    return "shop/data/" + file;
  }

  private static Optional<String> content(int variant) {
    return Optional.of("sha256:" + Integer.toString(variant).repeat(64));
  }

  private static OptionalInt crc(int variant) {
    return OptionalInt.of(variant);
  }
}
