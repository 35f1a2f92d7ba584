/**
 * Origin evidence (来源签名): a party's own signature over what it sends. Detached CMS (RFC 5652, GM/T 0010), detached JWS (RFC
 * 7515 appendix F, RFC 7797), and the WS-Security envelope that the SOAP door has verified; docs/spec/origin.md is the page for
 * senders.
 *
 * <p>Not here: whose a certificate is ({@code identity}), where a signature stands in a request or folder ({@code intake}), what
 * an entry says of it ({@code seal.entry}).
 *
 * <p>Promises: a signature is verified before the submission is accepted, and kept with it in one transaction or not at all; the
 * signer is the submitting party; nothing of a signature file is left that the signature does not cover and that could be
 * changed unnoticed. The body is never held in memory.
 */
@NullMarked
package org.anze.gateway.origin;

import org.jspecify.annotations.NullMarked;
