/**
 * Expressions in field tables, for the few things a table cannot say: the Common Expression Language (CEL) with a small set
 * of functions.
 *
 * <p>Not here: templates and the simple conditions in braces ({@code mapping}), which cost less and suffice nearly always.
 *
 * <p>Promise: expressions are checked when a mapping is loaded, types included. An evaluation has no side effects and ends:
 * loops run over lists of the record at hand, at most {@link Expression#MOST_ITERATIONS} times in all, and no text grows
 * beyond {@link Expression#LONGEST_TEXT} characters. Only mappings that have expressions pay for them.
 */
@NullMarked
package org.anze.gateway.mapping.expression;

import org.jspecify.annotations.NullMarked;
