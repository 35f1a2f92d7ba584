package org.anze.gateway.routing.http;

/** Knows the secrets of the parties that may authenticate by Basic. Safe for many threads. */
@FunctionalInterface
public interface SecretCheck {

    /**
     * @param secret wiped by the caller afterwards
     * @return whether this is the secret of this party; false for a party without one
     */
    boolean verify(String party, char[] secret);
}
