package io.streamlake.gcs.writer;

import static io.streamlake.gcs.writer.WriterWorld.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.ledger.ChainRoot;
import io.streamlake.gcs.ledger.CommitMetadata;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.OffsetRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

class RecoveryReadFromTest {

  private static final long FROM = 100;
  private static final long NEXT = 110;

  private static Tip tip(boolean isComplete) {
    ChainRoot root = new ChainRoot(1, null, null, "c", 0, "earliest", Instant.EPOCH);
    LedgerEntry entry =
        new LedgerEntry(
            1,
            "c",
            null,
            P0.topic(),
            null,
            P0.partition(),
            FROM,
            NEXT,
            "n",
            0,
            List.of(new OffsetRange(FROM, NEXT - 1)),
            List.of(),
            0,
            List.of(),
            "jsonl",
            "none",
            "hour",
            "read_committed",
            "w",
            Instant.EPOCH);
    return new Tip(new Chain(P0, root), Optional.of(entry), isComplete, 0);
  }

  private static Optional<OffsetAndMetadata> committed(long offset, String metadata) {
    return Optional.of(new OffsetAndMetadata(offset, metadata));
  }

  @Property
  void readsAnIncompleteClaimFromItsBeginningWhateverIsCommitted(
      @ForAll @LongRange(min = 0, max = 200) long offset,
      @ForAll @LongRange(min = 0, max = 200) long at) {
    String metadata = new CommitMetadata("c", FROM, NEXT, at).text();

    assertThat(Recovery.readFrom(tip(false), committed(offset, metadata))).isEqualTo(FROM);
  }

  @Property
  void goesBeyondTheTipOnlyWithMetadataOfThisChainThisTipAndThisOffset(
      @ForAll @LongRange(min = 90, max = 130) long offset,
      @ForAll @LongRange(min = 90, max = 130) long at,
      @ForAll @LongRange(min = 109, max = 111) long next,
      @ForAll boolean isOwnChain) {
    String metadata = new CommitMetadata(isOwnChain ? "c" : "d", FROM, next, at).text();
    boolean isTrusted = isOwnChain && at == offset && next == NEXT && at >= NEXT;

    assertThat(Recovery.readFrom(tip(true), committed(offset, metadata)))
        .isEqualTo(isTrusted ? at : NEXT);
  }

  @Property
  void readsFromTheTipWithoutMetadata(@ForAll @LongRange(min = 0, max = 200) long offset) {
    assertThat(Recovery.readFrom(tip(true), committed(offset, ""))).isEqualTo(NEXT);
    assertThat(Recovery.readFrom(tip(true), Optional.empty())).isEqualTo(NEXT);
  }
}
