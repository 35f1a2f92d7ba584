/**
 * Delivery over HTTPS: pushing parcels to a recipient's REST endpoint, and the feed for recipients that pull; beside them the
 * ledger's public tree ({@code /log}), which recipients check their proofs against.
 *
 * <p>Not here: what is in a parcel and when it is due ({@code feed}), who may call ({@code routing.http}).
 *
 * <p>Promises: the bytes of a parcel document pass unchanged; a parcel counts as settled only by the recipient's own receipt
 * about that very number; every answer is bounded in size and time.
 */
@NullMarked
package org.anze.gateway.delivery.rest;

import org.jspecify.annotations.NullMarked;
