/** What the raw zone's names and ledger objects say, and the audit that proves a lake from them. */
@NullMarked
package io.streamlake.gcs.ledger;

import org.jspecify.annotations.NullMarked;
