/**
 * Reconciliation (对账): what a party says it sent us or has of us, compared with what the ledger and the parcels say, per record
 * type and day of China time; and the conservation equations of a day.
 *
 * <p>Not here: sending anything again (that is {@code feed}'s, when an operator orders it), whose credential it is ({@code
 * routing.http}), what parties may query of records ({@code query}).
 *
 * <p>Promises: our side is computed from the tables each time and never from a counter kept for the purpose; a party is told of
 * its own records and of those that were delivered to it and nothing else ({@link OwnSide} reads no other rows, {@link Naming}
 * names no key that an agreement in force would not give); nothing of the size of a day is held in memory; the bytes that are
 * hashed are in docs/spec/reconciliation.md.
 */
@NullMarked
package org.anze.gateway.reconcile;

import org.jspecify.annotations.NullMarked;
