package org.anze.gateway.identity.token;

import java.util.Set;

/**
 * What a sound token says.
 *
 * @param party id of the party it was given to
 * @param id its number, for the log
 * @param scopes what it may be used for
 * @param basis by what it was obtained: {@link TokenCheck#CERTIFICATE}, or the secret's mark of that moment
 */
public record VerifiedToken(String party, String id, Set<String> scopes, String basis) {

    /** Copies the set. */
    public VerifiedToken {
        scopes = Set.copyOf(scopes);
    }
}
