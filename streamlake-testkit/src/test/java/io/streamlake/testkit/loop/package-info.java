/** How the loop behaves, and a proof that the kit can tell. */
@NullMarked
package io.streamlake.testkit.loop;

import org.jspecify.annotations.NullMarked;
