package io.streamlake.gcs.writer;

import io.streamlake.gcs.ledger.FileEntry;
import java.nio.file.Path;

/** A data object that waits on the local disk, complete. */
record StagedObject(FileEntry file, Path path) {}
