/**
 * The benchmark for anybody: the gateway and what a team would otherwise build, on one machine, in alternation, with the same
 * records, recipients, database and broker. {@code bench/run} starts it; docs/benchmarks.md says how to read it.
 */
@NullMarked
package org.anze.bench;

import org.jspecify.annotations.NullMarked;
