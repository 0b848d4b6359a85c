/**
 * Runs a handler through everything that can happen to it, by chance and repeatably: real loops on
 * one thread and in virtual time, over a log, a group and faults that a seed decides.
 */
@NullMarked
package io.streamlake.testkit.simulation;

import org.jspecify.annotations.NullMarked;
