package io.streamlake.testkit.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Listings are the same whatever the size of their pages. */
class ListPagePropertiesTest {

  @Property(tries = 300)
  void pagesJoinToTheWholeListing(
      @ForAll("names") Set<String> names,
      @ForAll("prefixes") String prefix,
      @ForAll("delimiters") String delimiter,
      @ForAll @IntRange(min = 1, max = 7) int size) {
    NavigableMap<String, StoredObject> objects = objects(names);

    List<String> whole = entries(objects, Map.of("prefix", prefix, "delimiter", delimiter), 1000);
    List<String> paged = entries(objects, Map.of("prefix", prefix, "delimiter", delimiter), size);

    assertThat(paged).isEqualTo(whole).doesNotHaveDuplicates();
  }

  @Property(tries = 200)
  void offsetsSelectWhatLiesBetweenThem(
      @ForAll("names") Set<String> names,
      @ForAll("prefixes") String start,
      @ForAll("prefixes") String end) {
    NavigableMap<String, StoredObject> objects = objects(names);

    List<String> listed = entries(objects, Map.of("startOffset", start, "endOffset", end), 3);

    assertThat(listed)
        .containsExactlyElementsOf(
            objects.keySet().stream()
                .filter(name -> Bucket.BY_CODE_POINT.compare(name, start) >= 0)
                .filter(name -> end.isEmpty() || Bucket.BY_CODE_POINT.compare(name, end) < 0)
                .toList());
  }

  @Property
  void namesAreInTheOrderOfTheirBytes(@ForAll String left, @ForAll String right) {
    String a = new String(left.getBytes(UTF_8), UTF_8);
    String b = new String(right.getBytes(UTF_8), UTF_8);

    assertThat(Integer.signum(Bucket.BY_CODE_POINT.compare(a, b)))
        .isEqualTo(Integer.signum(Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8))));
  }

  @Provide
  Arbitrary<Set<String>> names() {
    return Arbitraries.strings().withChars("ab/").ofMinLength(1).ofMaxLength(5).set().ofMaxSize(30);
  }

  @Provide
  Arbitrary<String> prefixes() {
    return Arbitraries.strings().withChars("ab/").ofMaxLength(2);
  }

  @Provide
  Arbitrary<String> delimiters() {
    return Arbitraries.of("", "/", "a");
  }

  private static List<String> entries(
      NavigableMap<String, StoredObject> objects, Map<String, String> parameters, int pageSize) {
    List<String> entries = new ArrayList<>();
    Optional<String> token = Optional.of("");
    while (token.isPresent()) {
      ListPage page = ListPage.of(objects, query(parameters, pageSize, token.get()));
      assertThat(page.items().size() + page.prefixes().size()).isLessThanOrEqualTo(pageSize);
      List<String> names = new ArrayList<>(page.prefixes());
      page.items().forEach(item -> names.add(item.name()));
      names.sort(Bucket.BY_CODE_POINT);
      entries.addAll(names);
      token = page.nextToken();
    }
    return entries;
  }

  private static ListQuery query(Map<String, String> parameters, int pageSize, String token) {
    Map<String, List<String>> query = new TreeMap<>();
    parameters.forEach((name, value) -> query.put(name, List.of(value)));
    query.put("maxResults", List.of(Integer.toString(pageSize)));
    query.put("pageToken", List.of(token));
    return ListQuery.of(new RequestHead("GET", "/", query, Map.of()));
  }

  private static NavigableMap<String, StoredObject> objects(Set<String> names) {
    NavigableMap<String, StoredObject> objects = new TreeMap<>(Bucket.BY_CODE_POINT);
    Content empty = new Content(0, "AAAAAA==", Optional.empty(), new Content.Memory(new byte[0]));
    for (String name : names) {
      objects.put(
          name,
          new StoredObject(
              new ObjectPath("lake", name),
              1,
              Instant.EPOCH,
              JsonNodeFactory.instance.objectNode(),
              empty));
    }
    return objects;
  }
}
