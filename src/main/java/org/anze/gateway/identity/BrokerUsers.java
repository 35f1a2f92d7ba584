package org.anze.gateway.identity;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anze.gateway.problem.TryAgainLater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parties as users of the broker, and whether what they opened may stay open. When a secret that a user came with is no longer
 * taken, it loses all connections, also those opened with another one; those come back by themselves. Safe for many threads.
 */
public final class BrokerUsers {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerUsers.class);

    private final Identities identities;
    /** User → marks of the secrets its connections were opened with. */
    private final Map<String, Set<String>> opened = new ConcurrentHashMap<>();

    /** With nobody connected. */
    public BrokerUsers(Identities identities) {
        this.identities = identities;
    }

    /**
     * Whether this is a secret of the user.
     *
     * @param user as a client gave it
     */
    public boolean authenticate(String user, char[] secret) {
        Optional<Identity> identity;
        try {
            identity = identities.byBrokerUser(user, secret);
        } catch (TryAgainLater busy) {
            LOG.warn("{}: {}", user, busy.finding().zh());
            return false;
        }
        identity.ifPresent(known -> opened.merge(
                user, Set.of(known.evidence()), (before, now) -> Stream.concat(before.stream(), now.stream())
                        .collect(Collectors.toUnmodifiableSet())));
        return identity.isPresent();
    }

    /** Whether a connected user may go on: its party is there, and every secret it came with is still taken. */
    public boolean stands(String user) {
        Set<String> marks = opened.get(user);
        return marks != null && stand(user, marks);
    }

    /**
     * Like {@link #stands}; one that does not stand is forgotten at the same time, because its connections are about to be
     * ended and what it opens from now on counts anew.
     */
    public boolean standsOrIsForgotten(String user) {
        return opened.computeIfPresent(user, (name, marks) -> stand(name, marks) ? marks : null) != null;
    }

    private boolean stand(String user, Set<String> marks) {
        try {
            return marks.stream().allMatch(mark -> identities.stands(user, mark));
        } catch (RuntimeException e) {
            // Its own file is broken: that stops this user, and must not keep the others from being looked at.
            LOG.warn("口令文件不可用，停用该用户 / a broken file of secrets stops its user: {} ({})", user, e.toString());
            return false;
        }
    }

    /** Tells that the connections of a user were ended. */
    public void ended(String user, int connections) {
        identities.signIns().ended(Credential.BROKER_USER, user, connections);
    }
}
