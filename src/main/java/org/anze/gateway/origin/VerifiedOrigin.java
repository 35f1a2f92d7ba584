package org.anze.gateway.origin;

import java.security.cert.X509Certificate;
import java.time.Instant;
import org.anze.gateway.seal.entry.EntryOrigin.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A signature of the submitting party over exactly the bytes that were received.
 *
 * @param algorithm for people, such as {@code SM2 / SM3}
 * @param certificate the signer's
 * @param signedAt what the signer says; nobody vouches for it
 * @param evidence the signature as it is kept
 */
public record VerifiedOrigin(
        Kind kind,
        String algorithm,
        X509Certificate certificate,
        @Nullable Instant signedAt,
        byte[] evidence) {}
