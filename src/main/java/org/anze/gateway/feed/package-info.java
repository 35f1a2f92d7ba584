/**
 * The feed (订阅流): every recipient follows the same ledger through a cursor of its own and its agreements, and gets what
 * they allow in numbered parcels (交换包).
 *
 * <p>A parcel is written to the database before it is sent and is sent under its number until it settles; crash at any
 * point and the same parcel is sent again. What an agreement no longer allows is emptied before it can leave.
 *
 * <p>Not here: the channels ({@code delivery}), the decision who may see what ({@code access}).
 *
 * <p>Promises: numbers have no gaps per recipient; bytes that left do not change, except that a parcel that may no longer
 * be given is replaced by an empty one under its number; no record is dropped because a recipient was down.
 */
@NullMarked
package org.anze.gateway.feed;

import org.jspecify.annotations.NullMarked;
