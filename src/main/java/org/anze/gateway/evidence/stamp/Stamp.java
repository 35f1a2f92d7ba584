package org.anze.gateway.evidence.stamp;

import java.time.Instant;
import java.util.List;

/**
 * A verified time stamp. The array is handed over, not copied.
 *
 * @param authority name of the authority in our settings
 * @param token TimeStampToken (RFC 3161 §2.4.2) in DER
 * @param chain certificates in PEM, the signer's first, each issued by the next; the trusted anchor is not among them
 * @param time genTime of the token
 */
public record Stamp(String authority, byte[] token, List<String> chain, Instant time) {

    /** Copies the list. */
    public Stamp {
        chain = List.copyOf(chain);
    }
}
