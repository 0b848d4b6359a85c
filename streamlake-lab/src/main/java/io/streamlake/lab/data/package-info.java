/** Sample records, and the exact account of what a topic holds. */
@NullMarked
package io.streamlake.lab.data;

import org.jspecify.annotations.NullMarked;
