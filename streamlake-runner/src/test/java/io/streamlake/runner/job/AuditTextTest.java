package io.streamlake.runner.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.ledger.AuditReport;
import io.streamlake.gcs.ledger.AuditReport.PartitionReport;
import io.streamlake.gcs.ledger.Finding;
import io.streamlake.gcs.ledger.Finding.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditTextTest {
  private static final PartitionReport FIRST =
      new PartitionReport("a.b", 0, "c1", 5, 105, 3, 90, 4, 1, 5);
  private static final PartitionReport SECOND =
      new PartitionReport("a.b", 1, "c2", 0, 10, 1, 10, 0, 0, 0);

  @Test
  void tellsEachPartitionTheTotalsAndTheVerdict() {
    assertThat(AuditText.lines(report(true, List.of(FIRST, SECOND), List.of())))
        .containsExactly(
            "a.b-0: offsets 5 to 104, 3 segments, 90 records, 4 dead letters, 1 in holes, 5 absent",
            "a.b-1: offsets 0 to 9, 1 segments, 10 records, 0 dead letters, 0 in holes, 0 absent",
            "gs://b/orders: 2 partitions, 4 segments, 100 records, 4 dead letters, 1 in holes,"
                + " 5 absent",
            "not proved: what the 5 absent offsets were: transaction markers, aborted records and"
                + " what compaction removed are delivered to nobody; only the topic's log could"
                + " prove it",
            "not proved: that the log holds nothing beyond the last claims",
            "OK: no offset is missing or landed twice; all data was read");
  }

  @Test
  void tellsThatTheDataWasNotRead() {
    assertThat(AuditText.lines(report(false, List.of(SECOND), List.of())))
        .contains("not proved: that the data can be decoded: it was not read (--deep)");
  }

  @Test
  void tellsNoOffsetsThatNobodyKnows() {
    List<PartitionReport> partitions =
        List.of(
            new PartitionReport("a.b", 0, "", -1, 55, 3, 55, 0, 0, 0),
            new PartitionReport("a.b", 1, "c1", 5, 5, 0, 0, 0, 0, 0),
            new PartitionReport("a.b", 2, "", -1, 0, 0, 0, 0, 0, 0));

    assertThat(AuditText.lines(report(true, partitions, List.of())))
        .satisfies(
            lines -> assertThat(lines.get(0)).startsWith("a.b-0: offsets up to 54, 3 segments"),
            lines -> assertThat(lines.get(1)).startsWith("a.b-1: no offsets, 0 segments"),
            lines -> assertThat(lines.get(2)).startsWith("a.b-2: no offsets, 0 segments"));
  }

  @Test
  void tellsEveryFindingAndCountsFailuresOnly() {
    List<Finding> findings =
        List.of(
            new Finding(Kind.IN_FLIGHT, "a.b", 1, "x.json", "young"),
            new Finding(Kind.OVERLAP, "a.b", 1, "y.json", "covers 3 to 4 again"),
            new Finding(Kind.GAP, "a.b", 0, "z.json", "nothing covers 7 to 9"));
    assertThat(AuditText.lines(report(false, List.of(FIRST), findings)))
        .contains(
            "in flight a.b-1: young (x.json). " + findings.get(0).advice(),
            "overlap a.b-1: covers 3 to 4 again (y.json). " + findings.get(1).advice(),
            "gap a.b-0: nothing covers 7 to 9 (z.json). " + findings.get(2).advice(),
            "FAILED: 2 findings, exit code 10");
  }

  @Test
  void asksWhetherThePlaceIsRightWhereNothingIsFound() {
    assertThat(AuditText.lines(report(true, List.of(), List.of())))
        .last()
        .asString()
        .startsWith("NOTHING FOUND");
  }

  private static AuditReport report(
      boolean deep, List<PartitionReport> partitions, List<Finding> findings) {
    return new AuditReport("gs://b", "orders", deep, partitions, findings);
  }
}
