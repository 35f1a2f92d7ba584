package org.anze.gateway.intake.sftp;

import java.security.PublicKey;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.anze.gateway.identity.Credential;
import org.anze.gateway.identity.Identities;
import org.anze.gateway.identity.Identity;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a party in by its public keys, and ends what a key opened when the key or the party is withdrawn. */
final class PartyKeys implements PublickeyAuthenticator, SessionListener {

    private static final Logger LOG = LoggerFactory.getLogger(PartyKeys.class);
    private static final AttributeKey<Opened> OPENED = new AttributeKey<>();

    private final Identities identities;
    private final Predicate<String> known;

    /** The key that is proved, or about to be. */
    private record Opened(Identity identity, PublicKey key) {}

    /** @param known whether a user name is a party that SFTP is open to */
    PartyKeys(Identities identities, Predicate<String> known) {
        this.identities = identities;
        this.known = known;
    }

    @Override
    public boolean authenticate(String user, PublicKey key, ServerSession session) {
        if (!known.test(user)) {
            identities.signIns().refused(Credential.SSH_KEY, user, "closed", null);
            return false;
        }
        // A client asks about one key after the other; the last one it was told yes about is the one it proves.
        Optional<Identity> identity = identities.bySshKey(user, key);
        identity.ifPresent(sound -> session.setAttribute(OPENED, new Opened(sound, key)));
        return identity.isPresent();
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        Opened opened = session.getAttribute(OPENED);
        if (event == Event.Authenticated && opened != null) {
            identities.signIns().accepted(opened.identity());
        }
    }

    /** Ends those of the sessions that would not be let in now. */
    void endWithdrawn(Collection<AbstractSession> sessions) {
        Map<String, Integer> ended = new TreeMap<>();
        for (AbstractSession session : sessions) {
            String user = session.getUsername();
            if (user == null || stands(session, user)) {
                continue;
            }
            session.close(true);
            ended.merge(user, 1, Integer::sum);
        }
        ended.forEach((user, count) -> {
            LOG.info("{} SFTP sessions of {} ended: key or party withdrawn", count, user);
            identities.signIns().ended(Credential.SSH_KEY, user, count);
        });
    }

    private boolean stands(AbstractSession session, String user) {
        if (!session.isAuthenticated()) {
            // It has proved nothing yet, and can do nothing.
            return true;
        }
        Opened opened = session.getAttribute(OPENED);
        return opened != null && known.test(user) && identities.holdsSshKey(user, opened.key());
    }
}
