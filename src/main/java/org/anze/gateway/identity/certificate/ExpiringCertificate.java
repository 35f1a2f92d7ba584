package org.anze.gateway.identity.certificate;

import java.time.Instant;

/**
 * A certificate that is used or trusted, and when it ends.
 *
 * @param owner id of the party; {@code gateway} for its own, {@code authority} for one that is trusted
 * @param subject its subject in RFC 2253 form
 * @param fingerprint SHA-256
 * @param until its notAfter
 * @param daysLeft whole days from now; negative when it is over
 * @param level 7, 30 or 60: the narrowest of these it lies within; 0 when it is over; 999 when nothing is to be done
 * @param replaced whether the owner has another one that lasts longer than the widest level
 */
public record ExpiringCertificate(
        String owner, String subject, String fingerprint, Instant until, long daysLeft, int level, boolean replaced) {

    /** {@link #level()} of a certificate that lasts. */
    public static final int LASTS = 999;
}
