/**
 * Whether a certificate was revoked, by CRL (RFC 5280 section 5) and OCSP (RFC 6960), and what is assumed while that
 * cannot be learnt.
 *
 * <p>Answers are kept until their {@code nextUpdate} and for a day at most; how long a source has been silent is kept on
 * disk, so that a restart does not begin the grace anew. Only addresses that the operator wrote, or that stand in a
 * certificate whose chain is already proved, are ever asked; sizes and times are bounded, redirects are not followed.
 *
 * <p>Promise: an answer counts only when the issuer of the certificate, or a responder it delegated, signed it, and it is
 * fresh. One that says "revoked" is believed even when it is old.
 */
@NullMarked
package org.anze.gateway.identity.revocation;

import org.jspecify.annotations.NullMarked;
