package io.streamlake.gcs.ledger;

import io.streamlake.gcs.ledger.FileCheck.Verdict;
import io.streamlake.gcs.ledger.Finding.Kind;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.StoredObject;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Compares the data objects of claims one by one, several at a time. */
final class FilePass {

  private final Layout layout;
  private final AmendedProof proof;
  private final SingleObjects objects;
  private final AuditOptions options;
  private final ParallelCalls.Queue answers;
  private final Consumer<Finding> findings;

  FilePass(
      ObjectStore store,
      Layout layout,
      AuditOptions options,
      ParallelCalls calls,
      Consumer<Finding> findings) {
    this.layout = layout;
    this.proof = new AmendedProof(store, layout, options.deep());
    this.objects = new SingleObjects(store, layout);
    this.options = options;
    this.answers = calls.queue();
    this.findings = findings;
  }

  /** Compares all objects of a claim that another one follows, so they must be there. */
  void complete(AuditedChain chain, LedgerEntry claim) {
    for (FileEntry file : claim.files()) {
      ask(chain, Kind.MISSING, claim, file, Optional.empty());
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
                ask(chain, incomplete(claim), claim, file, listed);
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

  private record Checked(LedgerEntry claim, FileEntry file, FileCheck check) {

    String message() {
      return check.detail() + "; claimed by [" + claim.from() + "," + claim.next() + ")";
    }
  }

  private void ask(
      AuditedChain chain,
      Kind absence,
      LedgerEntry claim,
      FileEntry file,
      Optional<StoredObject> listed) {
    answers.ask(
        () ->
            objects.ask(
                () -> {
                  Checked checked = new Checked(claim, file, proof.check(claim, file, listed));
                  return () -> conclude(chain, absence, checked);
                },
                why -> () -> findings.accept(unreadable(chain, file, why))));
  }

  private static Finding unreadable(AuditedChain chain, FileEntry file, String why) {
    TopicPartition partition = chain.account().partition();
    return LedgerPass.finding(partition, Kind.UNREADABLE, file.name(), why);
  }

  private void conclude(AuditedChain chain, Kind absence, Checked checked) {
    TopicPartition partition = chain.account().partition();
    chain.account().lost(checked.check().lost());
    if (checked.check().verdict() != Verdict.RIGHT) {
      findings.accept(finding(partition, absence, checked));
    }
  }

  private Finding finding(TopicPartition partition, Kind absence, Checked checked) {
    String name = checked.file().name();
    if (checked.check().verdict() == Verdict.MISSING) {
      return LedgerPass.finding(partition, absence, name, checked.message());
    }
    if (checked.check().isMisstated()) {
      String claim = layout.entry(partition, checked.claim().from());
      String message = "of " + name + ": " + checked.check().detail();
      return LedgerPass.finding(partition, Kind.CORRUPT, claim, message, Advice.BRING_CLAIM_BACK);
    }
    return absence == Kind.MISSING
        ? LedgerPass.finding(partition, Kind.CORRUPT, name, checked.message())
        : LedgerPass.finding(partition, Kind.CORRUPT, name, checked.message(), Advice.CREATED_ANEW);
  }
}
