/**
 * The steps of a batch as {@code routes/exchange-batch.camel.xml} calls them, one bean a step: normalise, check, seal,
 * append. Each takes the stage before it and returns the next, so a route that leaves one out fails at its first batch.
 *
 * <p>Not here: what the steps do (that is in {@code mapping}, {@code validation} and {@code ledger}); these beans only hand
 * over.
 */
@NullMarked
package org.anze.gateway.intake.batch;

import org.jspecify.annotations.NullMarked;
