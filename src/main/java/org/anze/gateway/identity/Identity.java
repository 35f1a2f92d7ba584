package org.anze.gateway.identity;

import java.util.EnumSet;
import java.util.Set;
import org.anze.gateway.party.Party;

/**
 * A party that proved itself.
 *
 * @param party as its file was at that moment
 * @param credential by what
 * @param evidence which one: the fingerprint of a certificate or key, the number of a token, the mark of a secret
 * @param scopes what it may be used for; less than all only where a token says so. What the party itself may do is decided
 *     elsewhere and the same for every credential
 */
public record Identity(Party party, Credential credential, String evidence, Set<Scope> scopes) {

    /** Copies the set. */
    public Identity {
        scopes = Set.copyOf(scopes);
    }

    /** With nothing taken away. */
    public Identity(Party party, Credential credential, String evidence) {
        this(party, credential, evidence, EnumSet.allOf(Scope.class));
    }
}
