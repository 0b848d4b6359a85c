package io.streamlake.gcs.ledger;

/** What people have to do about damage, where it is not the same for all of a kind. */
final class Advice {

  static final String BRING_ROOT_BACK =
      "Bring back the chain.json that was there, from a version or a backup, and leave the claims"
          + " and the data as they are";

  static final String BRING_CLAIM_BACK =
      "Bring back what was there, from a version or a backup, and leave the data as it is: nobody"
          + " claims it again";

  static final String CREATED_ANEW =
      "Bring back what was there, from a version or a backup; or move it away, and a consumer of"
          + " this partition creates it anew while the topic has its records";

  static final String USE_LATER_RELEASE =
      "Use the release that wrote it, or a later one, and leave it as it is: this one cannot tell"
          + " whether it is right";

  private Advice() {}
}
