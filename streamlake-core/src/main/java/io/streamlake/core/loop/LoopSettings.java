package io.streamlake.core.loop;

import io.streamlake.core.CommitMode;
import io.streamlake.core.CommitPolicy;
import io.streamlake.core.LostOffsetsPolicy;
import io.streamlake.core.StartPolicy;
import io.streamlake.core.decision.FlowControl;
import java.time.Duration;

/**
 * What the poll thread is told to do, checked by the builder.
 *
 * @param subscription what to consume
 * @param commitPolicy when to commit
 * @param commitMode whether to wait for commits
 * @param startPolicy where to start without a commit
 * @param lostOffsetsPolicy what to do when offsets are gone before they were read
 * @param flowControl how much to buffer
 * @param drainTimeout how long a revocation may wait for what is in flight
 * @param watching how it is watched
 */
record LoopSettings(
    Subscription subscription,
    CommitPolicy commitPolicy,
    CommitMode commitMode,
    StartPolicy startPolicy,
    LostOffsetsPolicy lostOffsetsPolicy,
    FlowControl flowControl,
    Duration drainTimeout,
    Watching watching) {}
