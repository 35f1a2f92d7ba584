/**
 * Delivery over queues: parcels go to {@code feed.<party>}, receipts come back on {@code settle.<party>}.
 *
 * <p>Promise: a parcel counts as handed over when the broker has it on disk; it settles by its receipt alone.
 */
@NullMarked
package org.anze.gateway.delivery.queue;

import org.jspecify.annotations.NullMarked;
