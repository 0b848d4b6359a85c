package io.streamlake.gcs.ledger;

import io.streamlake.gcs.ledger.FileCheck.Verdict;
import io.streamlake.gcs.ledger.Finding.Kind;
import io.streamlake.gcs.store.StoredObject;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/** Compares the data objects of claims one by one, several at a time. */
final class FilePass {

  private final AmendedProof proof;
  private final AuditOptions options;
  private final ParallelCalls.Queue answers;
  private final Consumer<Finding> findings;

  FilePass(
      AmendedProof proof, AuditOptions options, ParallelCalls calls, Consumer<Finding> findings) {
    this.proof = proof;
    this.options = options;
    this.answers = calls.queue();
    this.findings = findings;
  }

  /** Compares all objects of a claim that another one follows, so they must be there. */
  void complete(AuditedChain chain, LedgerEntry claim) {
    for (FileEntry file : claim.files()) {
      ask(chain, Kind.MISSING, claim, () -> check(claim, file, Optional.empty()));
    }
  }

  /** Compares all objects of a chain's last claim, which may be under way. */
  void last(AuditedChain chain) {
    chain
        .last()
        .ifPresent(
            claim -> {
              for (FileEntry file : claim.files()) {
                Optional<StoredObject> listed = chain.lastObject(file.name());
                ask(chain, incomplete(claim), claim, () -> check(claim, file, listed));
              }
            });
  }

  void hearAll() {
    answers.hearAll();
  }

  private Kind incomplete(LedgerEntry claim) {
    Instant end = claim.createdAt().plus(options.tipGrace());
    return end.isAfter(options.now()) ? Kind.IN_FLIGHT : Kind.INCOMPLETE;
  }

  private record Checked(FileEntry file, FileCheck check) {}

  private Checked check(LedgerEntry claim, FileEntry file, Optional<StoredObject> listed) {
    return new Checked(file, proof.check(claim, file, listed));
  }

  private void ask(
      AuditedChain chain, Kind absence, LedgerEntry claim, Supplier<Checked> question) {
    String range = "; claimed by [" + claim.from() + "," + claim.next() + ")";
    answers.ask(
        () -> {
          Checked checked = question.get();
          return () -> conclude(chain, absence, checked, range);
        });
  }

  private void conclude(AuditedChain chain, Kind absence, Checked checked, String range) {
    FileCheck check = checked.check();
    TopicPartition partition = chain.account().partition();
    chain.account().lost(check.lost());
    if (check.verdict() == Verdict.RIGHT) {
      return;
    }
    String name = checked.file().name();
    String message = check.detail() + range;
    boolean isCreatedAnew = check.verdict() == Verdict.WRONG && absence != Kind.MISSING;
    findings.accept(
        isCreatedAnew
            ? LedgerPass.finding(partition, Kind.CORRUPT, name, message, Advice.CREATED_ANEW)
            : LedgerPass.finding(
                partition,
                check.verdict() == Verdict.MISSING ? absence : Kind.CORRUPT,
                name,
                message));
  }
}
