/** The recipients of all contenders. */
@NullMarked
package org.anze.bench.sink;

import org.jspecify.annotations.NullMarked;
