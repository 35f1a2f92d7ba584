/** The processes that are measured, and what they use. */
@NullMarked
package org.anze.bench.process;

import org.jspecify.annotations.NullMarked;
