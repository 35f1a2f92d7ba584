package org.anze.gateway.seal.proof;

import java.util.List;

/**
 * A time stamp over a checkpoint as it travels in a bundle (§12).
 *
 * @param token TimeStampToken of RFC 3161 in DER; handed over, not copied
 * @param certificates strict PEM: first the token's signer, each next one the issuer of the one before, without the anchor
 */
public record Stamp(byte[] token, List<String> certificates) {

    /** Most certificates in a bundle. */
    public static final int MAX_CERTIFICATES = 4;

    /** @throws IllegalArgumentException for none or more than {@link #MAX_CERTIFICATES} certificates */
    public Stamp {
        if (certificates.isEmpty() || certificates.size() > MAX_CERTIFICATES) {
            throw new IllegalArgumentException("a stamp travels with 1 to " + MAX_CERTIFICATES + " certificates");
        }
        certificates = List.copyOf(certificates);
    }
}
