package io.streamlake.runner.job;

import io.streamlake.gcs.ledger.AuditReport;
import io.streamlake.gcs.ledger.AuditReport.PartitionReport;
import io.streamlake.gcs.ledger.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** An audit's report for people: partitions, findings, totals, what is not proved, verdict. */
final class AuditText {
  private AuditText() {}

  /** The report's lines. */
  static List<String> lines(AuditReport report) {
    List<String> lines = new ArrayList<>();
    report.partitions().forEach(partition -> lines.add(line(partition)));
    report.findings().forEach(finding -> lines.add(line(finding)));
    lines.add(totals(report));
    report.unproved().forEach(unproved -> lines.add("not proved: " + unproved));
    lines.add(verdict(report));
    return lines;
  }

  private static String line(PartitionReport partition) {
    return "%s-%d: %s, %s"
        .formatted(
            partition.topic(),
            partition.partition(),
            extent(partition),
            account(List.of(partition)));
  }

  private static String extent(PartitionReport partition) {
    if (partition.segments() == 0) {
      return "no offsets";
    }
    String start = partition.from() < 0 ? "offsets up to" : "offsets " + partition.from() + " to";
    return start + " " + (partition.tip() - 1);
  }

  private static String line(Finding finding) {
    return "%s %s-%d: %s (%s). %s"
        .formatted(
            finding.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            finding.topic(),
            finding.partition(),
            finding.message(),
            finding.object(),
            finding.advice());
  }

  private static String totals(AuditReport report) {
    return "%s/%s: %d partitions, %s"
        .formatted(
            report.location(),
            report.dataset(),
            report.partitions().size(),
            account(report.partitions()));
  }

  private static String account(List<PartitionReport> partitions) {
    return "%d segments, %d records, %d dead letters, %d in holes, %d absent"
        .formatted(
            sum(partitions, PartitionReport::segments),
            sum(partitions, PartitionReport::records),
            sum(partitions, PartitionReport::deadLetters),
            sum(partitions, PartitionReport::holes),
            sum(partitions, PartitionReport::absent));
  }

  private static String verdict(AuditReport report) {
    long failures =
        report.findings().stream().filter(finding -> finding.kind().exitCode() != 0).count();
    if (failures > 0) {
      return "FAILED: " + failures + " findings, exit code " + report.exitCode();
    }
    if (report.partitions().isEmpty()) {
      return "NOTHING FOUND: no ledger here; are dataset, location and topic right?";
    }
    String extent = report.deep() ? "; all data was read" : "";
    return "OK: no offset is missing or landed twice" + extent;
  }

  private static long sum(List<PartitionReport> partitions, ToLongFunction<PartitionReport> count) {
    return partitions.stream().mapToLong(count).sum();
  }
}
