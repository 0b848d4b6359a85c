/** A real single-node Kafka broker from the class path, as a process that can be killed. */
@NullMarked
package io.streamlake.lab.broker;

import org.jspecify.annotations.NullMarked;
