package io.streamlake.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.lab.data.PartitionSnapshot;
import io.streamlake.lab.data.RawContent;
import io.streamlake.lab.data.RecordPlace;
import io.streamlake.lab.data.TopicSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A dead-letter topic, read by a plain consumer. */
record DeadLetterTopic(List<ReadLetter> letters, String group) {

  /** Reads all letters. */
  static DeadLetterTopic read(Map<String, Object> clientConfig, String topic, String group) {
    return new DeadLetterTopic(
        PlainReader.read(clientConfig, topic).stream().map(ReadLetter::of).toList(), group);
  }

  /** Where the letters come from. */
  Set<RecordPlace> places() {
    return letters.stream().map(ReadLetter::source).collect(Collectors.toSet());
  }

  /** Fails unless each is a record of the snapshot that is not JSON, with all it consists of. */
  void areCopiesOf(TopicSnapshot snapshot) {
    assertThat(letters).isNotEmpty();
    for (ReadLetter letter : letters) {
      RecordPlace source = letter.source();
      PartitionSnapshot partition = snapshot.partitions().get(source.partition());
      RawContent original = letter.original();
      assertThat(source.topic()).isEqualTo(snapshot.topic());
      assertThat(original.fingerprint())
          .as("the letter of " + source)
          .isEqualTo(partition.fingerprint(partition.indexOf(source.offset())));
      assertThat(JsonOracle.passes(original.value())).as(source + " is not JSON").isFalse();
      letter.tells(group);
    }
  }
}
