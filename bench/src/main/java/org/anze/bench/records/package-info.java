/** What is sent and who gets which part of it; the same for every contender. */
@NullMarked
package org.anze.bench.records;

import org.jspecify.annotations.NullMarked;
