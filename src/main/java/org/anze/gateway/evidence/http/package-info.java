/**
 * Exchanges over HTTP that end whatever the other side does, and posting small requests to time-stamping authorities and
 * witnesses by them.
 *
 * <p>Not here: deliveries to recipients ({@code delivery.rest}), which know the gateway's client certificate.
 *
 * <p>Promises: one time limit for the whole exchange, a longest answer, no redirects.
 */
@NullMarked
package org.anze.gateway.evidence.http;

import org.jspecify.annotations.NullMarked;
