/**
 * The sealed ledger (台账): one append-only log of accepted records in PostgreSQL, written by a single writer.
 *
 * <p>Appending a batch is one transaction: entries, deduplication keys, heads, search terms, parked records, submission
 * counters, receipt, tree and signed checkpoint. A future of {@link org.anze.gateway.ledger.LedgerWriter} completes after
 * that commit and never before.
 *
 * <p>Not here: who may see an entry ({@code access}), who follows it ({@code feed}), how it is proved ({@code seal}).
 *
 * <p>Promises: an entry is never changed; a business key and version is accepted once; the head of a business key is its
 * highest version; a record is parked or settled, never both; the tree of two checkpoints is always an extension of one
 * another.
 */
@NullMarked
package org.anze.gateway.ledger;

import org.jspecify.annotations.NullMarked;
