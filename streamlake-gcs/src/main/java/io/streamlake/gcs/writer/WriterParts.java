package io.streamlake.gcs.writer;

import io.streamlake.core.TimeSource;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.stage.StagingArea;

/** What all partition writers of a raw zone share; all of it is safe for use by several threads. */
record WriterParts(
    RawZoneSettings settings,
    Layout layout,
    NameLimit names,
    ChainOpener chains,
    HeldClaims heldClaims,
    Landing landing,
    StagingArea area,
    OpenFiles openFiles,
    DiskWatch disk,
    Relief relief,
    Totals totals,
    TimeSource time) {}
