package org.anze.gateway.origin;

import java.security.cert.X509Certificate;
import java.time.Instant;
import org.anze.gateway.seal.entry.EntryOrigin;
import org.jspecify.annotations.Nullable;

/**
 * How a submission was signed, without the evidence itself: fit for operators.
 *
 * @param origin what the entries of the submission say
 * @param algorithm for people, such as {@code SM2 / SM3}
 * @param certificate the signer's
 * @param signedAt what the signer says; nobody vouches for it
 * @param verifiedAt when the gateway verified it
 */
public record StoredOrigin(
        EntryOrigin origin,
        String algorithm,
        X509Certificate certificate,
        @Nullable Instant signedAt,
        Instant verifiedAt) {

    /**
     * What shows to whom it may be shown that entries stand for these bytes and this signature.
     *
     * @param rawDigest H of the bytes as received
     * @param salt of the submission
     * @param evidence the signature
     */
    public record Opened(StoredOrigin origin, byte[] rawDigest, byte[] salt, byte[] evidence) {}
}
