package io.streamlake.gcs.complete;

import io.streamlake.core.StreamLakeException;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.ledger.LedgerIndex;
import io.streamlake.gcs.ledger.RecreatedTopic;
import io.streamlake.gcs.store.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks folders of a raw zone as complete, {@code _complete/<topic>/<folder>/_SUCCESS.json}, once
 * every partition that has records has passed the folder's time and the allowed lateness; records
 * that land in it afterwards are told by {@code _LATE+<partition>+<from>.json} beside it. What they
 * say is derived from the bucket, and they are created once, so several members may do this for the
 * same topic: it only costs requests. A folder without records gets no marker.
 *
 * <p>How far a partition is the bucket tells; that nothing is left to be landed only its log can,
 * so the broker is asked for that at each look.
 *
 * <p>Safe for use from any thread.
 */
public final class CompletenessMarkers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CompletenessMarkers.class);
  private static final long CLOSE_SECONDS = 5;

  private final ObjectStore store;
  private final Layout layout;
  private final CompletenessRule rule;
  private final WatchedTopics topics;
  private final InstantSource time;
  private final Map<String, TopicCompleteness> known = new HashMap<>();
  private final Set<String> unanswered = new HashSet<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "streamlake-complete");
            thread.setDaemon(true);
            return thread;
          });

  private CompletenessMarkers(
      ObjectStore store,
      Layout layout,
      CompletenessRule rule,
      WatchedTopics topics,
      InstantSource time) {
    this.store = store;
    this.layout = layout;
    this.rule = rule;
    this.topics = topics;
    this.time = time;
  }

  /** Makes markers that only {@link #proceed} sets. */
  static CompletenessMarkers unscheduled(
      ObjectStore store,
      Layout layout,
      CompletenessRule rule,
      WatchedTopics topics,
      InstantSource time) {
    return new CompletenessMarkers(store, layout, rule, topics, time);
  }

  /**
   * Starts to set markers, on a thread of its own.
   *
   * @param store the raw zone; not closed with this
   * @param layout the dataset's names
   * @param rule when a folder is complete
   * @param interval between two looks at the ledger
   * @param topics which topics to mark, and where their logs end, asked each time on that thread
   * @return for the caller to close
   */
  public static CompletenessMarkers start(
      ObjectStore store,
      Layout layout,
      CompletenessRule rule,
      Duration interval,
      WatchedTopics topics) {
    CompletenessMarkers markers = unscheduled(store, layout, rule, topics, InstantSource.system());
    Future<?> unused =
        markers.timer.scheduleWithFixedDelay(
            markers::proceedOrTell,
            interval.toMillis(),
            interval.toMillis(),
            TimeUnit.MILLISECONDS);
    return markers;
  }

  private void proceedOrTell() {
    try {
      proceed();
    } catch (RuntimeException | Error bug) {
      LOG.error("complete hours are not marked for now", bug);
    }
  }

  /**
   * Looks at the ledger once. What fails is tried again the next time; until then nothing is marked
   * complete that is not.
   */
  void proceed() {
    Collection<String> wanted = topics.names().get();
    known.keySet().removeIf(name -> !wanted.contains(RecreatedTopic.source(name)));
    unanswered.retainAll(wanted);
    wanted.forEach(this::proceed);
  }

  private void proceed(String topic) {
    Instant now = time.instant();
    try {
      ask(topic).ifPresent(log -> proceed(topic, log, now));
    } catch (RuntimeException bug) {
      LOG.error("{}: its complete hours are not marked for now, and looked at anew", topic, bug);
      known.keySet().removeIf(name -> topic.equals(RecreatedTopic.source(name)));
    }
  }

  private Optional<TopicLog> ask(String topic) {
    try {
      TopicLog log = topics.logs().ask(topic);
      unanswered.remove(topic);
      return Optional.of(log);
    } catch (StreamLakeException failure) {
      if (unanswered.add(topic)) {
        LOG.warn(
            "{}: its complete hours are not marked until it is known where its log ends: {}",
            topic,
            failure.getMessage());
      }
      return Optional.empty();
    }
  }

  private void proceed(String topic, TopicLog log, Instant now) {
    try {
      TopicLog rest = log;
      // Those that were created under its name after it have folders and markers of their own.
      for (String name : new LedgerIndex(store, layout).topics(topic)) {
        TopicCompleteness place = known.computeIfAbsent(name, this::begin);
        place.proceed(rest.at(name), now);
        rest = rest.without(place.landedFrom(log));
      }
    } catch (StreamLakeException failure) {
      LOG.warn("{}: its complete hours are not marked for now: {}", topic, failure.getMessage());
    }
  }

  private TopicCompleteness begin(String name) {
    return new TopicCompleteness(store, layout, name, rule, time.instant());
  }

  /** Ends the thread; a request under way is given a moment to finish. */
  @Override
  public void close() {
    timer.shutdownNow();
    try {
      if (!timer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.info("a request for completeness markers is still under way");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
