/**
 * Several gateway processes on one database: who does the work that only one may do ({@link Leases}), and how one hears of
 * what another did ({@link Bells}).
 *
 * <p>Promises: at any moment at most one process commits under a lease, however long another one was frozen, because the
 * commit itself asks ({@link Lease#guard}); time is the database's alone, the clocks of the machines do not matter. A bell
 * that is not heard delays and never loses: what it says stands in the database, and who waits for it looks there from time
 * to time.
 *
 * <p>Not here: what is done under a lease.
 */
@NullMarked
package org.anze.gateway.nodes;

import org.jspecify.annotations.NullMarked;
