/**
 * What a consumer loop promises, as objects that judge what happened from outside: by what handlers
 * and dead-letter sinks really acknowledged, never by the loop's own accounts.
 */
@NullMarked
package io.streamlake.testkit.guarantee;

import org.jspecify.annotations.NullMarked;
