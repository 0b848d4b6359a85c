/**
 * Not released: the real broker, sample records, the independent reader and the benchmark that
 * StreamLake as a whole is tried with.
 */
@NullMarked
package io.streamlake.lab;

import org.jspecify.annotations.NullMarked;
