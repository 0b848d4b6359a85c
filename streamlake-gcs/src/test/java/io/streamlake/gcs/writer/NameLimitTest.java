package io.streamlake.gcs.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.store.Created;
import io.streamlake.gcs.store.GcsOptions;
import io.streamlake.gcs.store.InMemoryObjectStore;
import io.streamlake.gcs.store.NewObject;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.ObjectStores;
import io.streamlake.gcs.store.StoreException;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameLimitTest {

  private static final Layout LAYOUT = new Layout("shop");

  @Property
  void takesATopicIfAndOnlyIfAFileMayBeNamedAfterIt(
      @ForAll @IntRange(min = 1, max = 249) int length,
      @ForAll @IntRange(min = 37, max = 300) int max) {
    NameLimit limit = new NameLimit(LAYOUT, "jsonl.gz", max);
    int bytes = length + "+00000+00000000000000000042.jsonl.gz".length();

    if (bytes <= max) {
      assertThatCode(() -> limit.require(List.of(topic(length)))).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> limit.require(List.of(topic(length))))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("has " + length + " characters")
          .hasMessageContaining("at most " + (length - (bytes - max)) + " of them")
          .hasMessageContaining("gs://");
    }
  }

  @Test
  void takesWhatADirectoryCanKeep(@TempDir Path lake) {
    try (ObjectStore store = ObjectStores.open("file://" + lake, GcsOptions.defaults())) {
      NameLimit limit = new NameLimit(LAYOUT, "jsonl.gz", store.maxNamePartBytes());

      limit.require(List.of(topic(219)));

      String name = LAYOUT.dataObject(topic(219), 0, "dt=2026-11-25/hour=10", "jsonl.gz");
      NewObject object = NewObject.json(name, "{}".getBytes(UTF_8));
      assertThat(store.create(object)).isEqualTo(Created.CREATED);
      assertThatThrownBy(() -> limit.require(List.of(topic(220))))
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  void takesEachTopicWhereOnlyWholeNamesAreLimited() {
    NameLimit limit = NameLimit.of(new WriterSettings().build(), new InMemoryObjectStore());

    assertThatCode(() -> limit.require(List.of(topic(249)))).doesNotThrowAnyException();
  }

  @Test
  void namesAllTopicsThatAreTooLong(@TempDir Path lake) {
    String first = "a".repeat(230);
    String second = "b".repeat(240);
    try (ObjectStore store = ObjectStores.open("file://" + lake, GcsOptions.defaults())) {
      RawZoneSettings settings = new WriterSettings().build();

      assertThatThrownBy(
              () -> RawZone.requireNames(settings, store, List.of(second, "orders", first)))
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll(first + ":", second + ":")
          .hasMessageNotContaining("orders");
    }
  }

  private static TopicPartition topic(int length) {
    return new TopicPartition("t".repeat(length), 0);
  }
}
