package io.streamlake.gcs.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.store.ObjectStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The snippets of the ledger that README and docs quote, by the names in their first line. */
class LedgerSnippetsTest {

  private static final TopicPartition ORDERS_0 = Lake.PARTITION;

  private final List<String> logged = new ArrayList<>();

  @Test
  void auditsALakeFromAProgram() {
    Lake damaged = new Lake().root(0).segment(0, 5).segment(5, 9).segment(9, 12);
    damaged.store.remove(damaged.dataName(5));
    ObjectStore lake = damaged.store;

    // snippet: verify
    AuditOptions options = AuditOptions.at(Instant.now()).ofTopic("orders").deeply();
    AuditReport report = Audit.run(lake, new Layout("shop"), options);
    for (Finding finding : report.findings()) {
      log(finding.object() + ": " + finding.message() + ". " + finding.advice());
    }
    // end

    assertThat(report.exitCode()).isEqualTo(12);
    assertThat(logged).hasSize(1).first().asString().startsWith(damaged.dataName(5));
  }

  @Test
  void findsARecordFromAProgram() {
    ObjectStore lake = new Lake().root(0).segment(0, 5).store;

    // snippet: where
    Whereabouts order = new RecordSearch(lake, new Layout("shop")).find(ORDERS_0, 3);
    log(order.object() + " line " + order.line());
    // end

    assertThat(order.fate()).isEqualTo(Whereabouts.Fate.LANDED);
    assertThat(logged).singleElement().asString().endsWith(".jsonl.gz line 4");
  }

  private void log(String line) {
    logged.add(line);
  }
}
