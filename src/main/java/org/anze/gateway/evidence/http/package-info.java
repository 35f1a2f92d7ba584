/**
 * Posting small requests to time-stamping authorities and witnesses.
 *
 * <p>Not here: deliveries to recipients ({@code delivery.rest}), which know the gateway's client certificate.
 *
 * <p>Promises: one time limit for the whole exchange, a longest answer, no redirects.
 */
@NullMarked
package org.anze.gateway.evidence.http;

import org.jspecify.annotations.NullMarked;
