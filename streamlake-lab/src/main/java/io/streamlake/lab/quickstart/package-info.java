/** The main job on embedded defaults: one command shows what lands where. */
@NullMarked
package io.streamlake.lab.quickstart;

import org.jspecify.annotations.NullMarked;
