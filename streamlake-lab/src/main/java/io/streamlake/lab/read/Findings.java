package io.streamlake.lab.read;

import java.util.ArrayList;
import java.util.List;

/** Counts one kind of finding and keeps the first few. */
final class Findings {

  private static final int KEPT = 10;

  private final String kind;
  private final List<String> first = new ArrayList<>();
  private long count;

  Findings(String kind) {
    this.kind = kind;
  }

  void add(String finding) {
    count++;
    if (first.size() < KEPT) {
      first.add(finding);
    }
  }

  LakeReport.Kind result() {
    return new LakeReport.Kind(kind, count, first);
  }
}
