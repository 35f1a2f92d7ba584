package org.anze.gateway.identity;

import java.time.Duration;
import java.util.Optional;

/** Knows the shared secrets of parties; one may have two while one replaces the other. Safe for many threads. */
public interface SecretCheck {

    /**
     * Whether this is a secret of the party, and which.
     *
     * @param secret wiped by the caller afterwards
     * @param patience how long it may wait behind others before it is refused
     * @return the mark of the secret, a word that tells nothing of it; empty when it is none of this party's
     * @throws org.anze.gateway.problem.TryAgainLater when too many are being checked to say so now
     */
    Optional<String> verify(String party, char[] secret, Duration patience);

    /** Whether the secret behind a mark is still taken. What was opened with it ends when it is not. */
    boolean stands(String party, String mark);
}
