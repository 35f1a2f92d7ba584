package org.anze.gateway.identity;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Parties as users of the broker, and whether what they opened may stay open. A user whose secret changed loses all
 * connections, also those opened with the new one a moment ago; those come back by themselves. Safe for many threads.
 */
public final class BrokerUsers {

    private final Identities identities;
    /** User → marks of the secrets its connections were opened with. */
    private final Map<String, Set<String>> opened = new ConcurrentHashMap<>();

    /** With nobody connected. */
    public BrokerUsers(Identities identities) {
        this.identities = identities;
    }

    /**
     * Whether this is the user's secret.
     *
     * @param user as a client gave it
     */
    public boolean authenticate(String user, char[] secret) {
        // Before the check: a secret that changes in between must not pass for the new one.
        Optional<String> mark = identities.standing(user);
        boolean right = identities.byBrokerUser(user, secret).isPresent() && mark.isPresent();
        if (right) {
            opened.compute(user, (name, marks) -> {
                Set<String> all = marks == null ? new HashSet<>() : new HashSet<>(marks);
                all.add(mark.orElseThrow());
                return Collections.unmodifiableSet(all);
            });
        }
        return right;
    }

    /** Whether a connected user may go on: its party is there, and its secret is the one it came with. */
    public boolean stands(String user) {
        Set<String> marks = opened.get(user);
        return marks != null
                && identities
                        .standing(user)
                        .filter(mark -> marks.equals(Set.of(mark)))
                        .isPresent();
    }

    /**
     * Like {@link #stands}; one that does not stand is forgotten at the same time, because its connections are about to be
     * ended and what it opens from now on counts anew.
     */
    public boolean standsOrIsForgotten(String user) {
        boolean[] stands = new boolean[1];
        opened.computeIfPresent(user, (name, marks) -> {
            stands[0] = identities
                    .standing(name)
                    .filter(mark -> marks.equals(Set.of(mark)))
                    .isPresent();
            return stands[0] ? marks : null;
        });
        return stands[0];
    }

    /** Tells that the connections of a user were ended. */
    public void ended(String user, int connections) {
        identities.signIns().ended(Credential.BROKER_USER, user, connections);
    }
}
