/** The insurer that sends. */
@NullMarked
package org.anze.bench.load;

import org.jspecify.annotations.NullMarked;
