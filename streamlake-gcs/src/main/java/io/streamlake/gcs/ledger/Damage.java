package io.streamlake.gcs.ledger;

import io.streamlake.gcs.ledger.Finding.Kind;

/**
 * What is wrong with a ledger object.
 *
 * @param kind what an audit calls it
 * @param why for people
 * @param advice what has to be done about it
 */
record Damage(Kind kind, String why, String advice) {}
