package io.streamlake.gcs.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.streamlake.gcs.ledger.AuditOptions.Progress;
import io.streamlake.gcs.ledger.Finding.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LongAuditTest {

  private static final long MANY = 20_000;

  @Test
  void auditsAMillionClaimsInALittleHeap() throws Exception {
    Process audit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                LittleHeap.class.getName())
            .redirectErrorStream(true)
            .start();

    String said = new String(audit.getInputStream().readAllBytes(), UTF_8);

    assertThat(audit.waitFor()).as(said).isZero();
    assertThat(said).contains("segments=1000000, records=10000000").contains("findings 0");
  }

  /** Runs in a process of its own, whose heap the test chooses. */
  static final class LittleHeap {

    private LittleHeap() {}

    public static void main(String[] arguments) {
      AuditReport report = audit(new LongChain(1_000_000), progress -> {});
      System.out.println(report.partitions() + " findings " + report.findings().size());
    }
  }

  @Test
  void asksForNoObjectThatTheListingProves() {
    LongChain chain = new LongChain(MANY);

    assertThat(audit(chain, progress -> {}).findings()).isEmpty();

    assertThat(chain.heads).hasValue(0);
    assertThat(chain.reads).hasValue(MANY + 1);
  }

  @Test
  void looksOnlyWhereTheSumsDifferForWhatIsMissing() {
    LongChain chain = new LongChain(MANY);
    String lost = chain.dataName(MANY / 2);
    chain.lost.add(lost);

    AuditReport report = audit(chain, progress -> {});

    assertThat(report.findings())
        .extracting(Finding::kind, Finding::object)
        .containsExactly(tuple(Kind.MISSING, lost));
    assertThat(chain.heads.get()).isBetween(1L, MANY / 20);
  }

  @Test
  void findsTheGapOfALostClaimAndItsObject() {
    LongChain chain = new LongChain(MANY);
    chain.lost.add(chain.entryName(700));

    AuditReport report = audit(chain, progress -> {});

    assertThat(report.findings())
        .extracting(Finding::kind, Finding::object)
        .containsExactly(
            tuple(Kind.GAP, chain.entryName(701)), tuple(Kind.GAP, chain.dataName(700)));
    assertThat(report.exitCode()).isEqualTo(10);
  }

  @Test
  void tellsOfManyLostClaimsOnce() {
    LongChain chain = new LongChain(MANY);
    for (long segment = 100; segment < MANY; segment++) {
      chain.lost.add(chain.entryName(segment));
    }

    AuditReport report = audit(chain, progress -> {});

    assertThat(report.findings())
        .extracting(Finding::kind, Finding::object)
        .containsExactly(tuple(Kind.GAP, chain.dataName(100)));
    assertThat(report.findings().get(0).message()).contains(MANY - 101 + " more");
  }

  @Test
  void tellsItsProgress() {
    List<Progress> told = new ArrayList<>();

    audit(new LongChain(2_000), told::add);

    assertThat(told)
        .containsExactly(
            new Progress("orders", 1_000, 0),
            new Progress("orders", 2_000, 0),
            new Progress("orders", 2_000, 1_000),
            new Progress("orders", 2_000, 2_000));
  }

  private static AuditReport audit(LongChain chain, Consumer<Progress> progress) {
    AuditOptions options =
        new AuditOptions(
            Optional.empty(),
            Duration.ofMinutes(15),
            false,
            Lake.CLAIMED.plus(Duration.ofHours(1)),
            progress);
    return Audit.run(chain, chain.layout, options);
  }
}
