/**
 * Access tokens of OAuth 2 client credentials (RFC 6749 section 4.4) for parties: their key, their form (a JWT by RFC 9068,
 * ES256), what they say and whether one that is presented stands.
 *
 * <p>Not here: the endpoint that gives them ({@code routing.http}), and what a party may do.
 *
 * <p>Promises: a token lives fifteen minutes at most and dies with the process that made it, for the key is never written
 * down; one that was obtained with, or beside, a client certificate is bound to it (RFC 8705); one that was obtained with a
 * secret ends when the secret changes; every one ends when its party does.
 */
@NullMarked
package org.anze.gateway.identity.token;

import org.jspecify.annotations.NullMarked;
