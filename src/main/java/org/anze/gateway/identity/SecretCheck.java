package org.anze.gateway.identity;

import java.util.Optional;

/** Knows the shared secrets of parties. Safe for many threads. */
public interface SecretCheck {

    /**
     * @param secret wiped by the caller afterwards
     * @return whether this is the secret of this party; false for a party without one
     */
    boolean verify(String party, char[] secret);

    /**
     * A word that changes when the party's secret does, and tells nothing of it; empty for a party without a secret. What was
     * opened with a secret ends when this changes.
     */
    Optional<String> mark(String party);
}
