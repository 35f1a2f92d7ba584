/**
 * Delivery over SOAP 1.1: pushing parcels, document and renditions, to a recipient's web service.
 *
 * <p>Not here: what is in a parcel and when it is due ({@code feed}); HTTPS itself ({@code delivery.rest}).
 *
 * <p>Promise: a parcel counts as settled only by the recipient's own receipt about that very number; a fault is none.
 */
@NullMarked
package org.anze.gateway.delivery.soap;

import org.jspecify.annotations.NullMarked;
