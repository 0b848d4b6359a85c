package io.streamlake.core.loop;

import java.util.OptionalLong;

/**
 * What an epoch takes over from the one before it.
 *
 * @param restarts how often in a row the partition was started anew without settling anything
 * @param frontier everything below it is settled, whether committed or not; empty where the epoch
 *     follows no other, or one that never ran
 */
record Resumption(int restarts, OptionalLong frontier) {

  static final Resumption NONE = new Resumption(0, OptionalLong.empty());
}
