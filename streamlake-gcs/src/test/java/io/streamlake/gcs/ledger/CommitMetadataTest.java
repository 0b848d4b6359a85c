package io.streamlake.gcs.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

class CommitMetadataTest {

  @Example
  void writesTheContractsText() {
    assertThat(new CommitMetadata("c1", 10, 20, 21).text())
        .isEqualTo("v1;chain=c1;from=10;next=20;at=21");
  }

  @Property
  void readsBackWhatItWrote(
      @ForAll @CharRange(from = 'a', to = 'z') @StringLength(min = 1, max = 64) String chain,
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 2) long from,
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 2) long count,
      @ForAll @LongRange(min = 0) long at) {
    CommitMetadata metadata = new CommitMetadata(chain, from, from + count, at);

    assertThat(CommitMetadata.parse(metadata.text())).hasValue(metadata);
  }

  @Property
  void takesForeignTextForNobodys(@ForAll String text) {
    assertThat(CommitMetadata.parse(text)).isEmpty();
  }

  @Example
  void takesDamagedTextForNobodys() {
    assertThat(CommitMetadata.parse(null)).isEmpty();
    assertThat(CommitMetadata.parse("")).isEmpty();
    assertThat(CommitMetadata.parse("v2;chain=c;from=1;next=2;at=2")).isEmpty();
    assertThat(CommitMetadata.parse("v1;chain=c;from=2;next=1;at=1")).isEmpty();
    assertThat(CommitMetadata.parse("v1;chain=c;from=1;next=9999999999999999999;at=1")).isEmpty();
    assertThat(CommitMetadata.parse("v1;chain=c;from=1;next=2;at=2;")).isEmpty();
  }

  @Example
  void noticesAResetByHand() {
    CommitMetadata metadata = new CommitMetadata("c1", 10, 20, 21);

    assertThat(metadata.isOf(21)).isTrue();
    assertThat(metadata.isOf(20)).isFalse();
  }

  @Example
  void refusesAChainThatWouldBreakTheText() {
    assertThatThrownBy(() -> new CommitMetadata("a;at=1", 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a;at=1");
  }
}
