/**
 * Proves handlers, and the loop itself, without a broker: a log and a group in memory, a consumer
 * that reads them as the real client does, and virtual time.
 *
 * <p>Everything runs on the test's own thread and in an order that the test decides, so a failing
 * test fails again.
 */
@NullMarked
package io.streamlake.testkit;

import org.jspecify.annotations.NullMarked;
