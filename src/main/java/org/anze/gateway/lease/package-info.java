/**
 * Who of several gateway processes does the work that only one may do: the ledger's writer, the feed of one recipient, what
 * runs by the clock. A lease is a row in PostgreSQL with a number that grows with each taker (fencing token).
 *
 * <p>Promises: at any moment at most one process commits under a lease, however long another one was frozen, because the
 * commit itself asks ({@link Lease#guard}). Time is the database's alone; the clocks of the machines do not matter.
 *
 * <p>Not here: what is done under a lease.
 */
@NullMarked
package org.anze.gateway.lease;

import org.jspecify.annotations.NullMarked;
