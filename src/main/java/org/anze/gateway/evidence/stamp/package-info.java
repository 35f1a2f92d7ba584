/**
 * Time stamps 时间戳 (RFC 3161; GM/T 0033 for the algorithms of suite SM) over checkpoints: asking an authority, and checking its
 * token before anybody relies on it.
 *
 * <p>Not here: when stamps are asked for and where they are kept ({@code evidence}), running an authority.
 *
 * <p>Promises: a token that {@link org.anze.gateway.evidence.stamp.StampVerifier} accepts is over exactly the bytes given, signed
 * by a certificate for time stamping that leads to a trusted authority and was valid at the time in the token. SHA-1, RSA under
 * 2048 or over 8192 bits and all curves but P-256, P-384 and SM2 are refused. Revocation is not looked up.
 */
@NullMarked
package org.anze.gateway.evidence.stamp;

import org.jspecify.annotations.NullMarked;
