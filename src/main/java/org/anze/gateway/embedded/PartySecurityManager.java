package org.anze.gateway.embedded;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Principal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the broker's questions to {@link BrokerAccess}. The gateway's own user may do everything and is known by a mark
 * that only this class can set, not by its name.
 */
final class PartySecurityManager implements ActiveMQSecurityManager5 {

    static final String INTERNAL_USER = "gateway.internal";

    private static final Logger LOG = LoggerFactory.getLogger(PartySecurityManager.class);
    private static final Set<CheckType> RECEIVING = EnumSet.of(CheckType.CONSUME, CheckType.BROWSE);

    private final String internalSecret;
    private final BrokerAccess access;

    PartySecurityManager(String internalSecret, BrokerAccess access) {
        this.internalSecret = internalSecret;
        this.access = access;
    }

    @Override
    public @Nullable Subject authenticate(
            @Nullable String user,
            @Nullable String password,
            @Nullable RemotingConnection connection,
            @Nullable String domain) {
        if (user == null || password == null) {
            return null;
        }
        if (user.equals(INTERNAL_USER)) {
            return isInternalSecret(password) ? subject(user, InternalPrincipal.INSTANCE) : null;
        }
        char[] secret = password.toCharArray();
        try {
            return access.authenticate(user, secret) ? subject(user) : null;
        } catch (RuntimeException denied) {
            LOG.warn("核对队列用户失败，按拒绝处理 / checking a queue user failed, it is refused", denied);
            return null;
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    @Override
    public boolean authorize(@Nullable Subject subject, Set<Role> roles, CheckType type, String address) {
        if (subject == null) {
            return false;
        }
        if (subject.getPrincipals().contains(InternalPrincipal.INSTANCE)) {
            return true;
        }
        boolean send = type == CheckType.SEND;
        if (!send && !RECEIVING.contains(type)) {
            return false;
        }
        String user = getUserFromSubject(subject);
        // The broker asks about "address" or "address::queue"; a queue of ours has its address's name.
        return Arrays.stream(address.split("::", -1)).allMatch(part -> mayUse(user, part, send));
    }

    /** Whether an authenticated user may receive from an address. */
    boolean mayReceive(Subject subject, String address) {
        return authorize(subject, Set.of(), CheckType.CONSUME, address);
    }

    @Override
    public boolean validateUser(String user, String password) {
        return authenticate(user, password, null, null) != null;
    }

    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType checkType) {
        // An older form of the question that names no address; nothing is granted without one.
        return false;
    }

    private boolean mayUse(String user, String address, boolean send) {
        try {
            return EmbeddedBroker.PARTY_ADDRESS.matcher(address).matches() && access.mayUse(user, address, send);
        } catch (RuntimeException denied) {
            LOG.warn("核对队列权限失败，按拒绝处理 / checking a queue permission failed, it is refused", denied);
            return false;
        }
    }

    private boolean isInternalSecret(String password) {
        return MessageDigest.isEqual(
                password.getBytes(StandardCharsets.UTF_8), internalSecret.getBytes(StandardCharsets.UTF_8));
    }

    private static Subject subject(String user, Principal... more) {
        Subject subject = new Subject();
        subject.getPrincipals().add(new UserPrincipal(user));
        subject.getPrincipals().addAll(Arrays.asList(more));
        subject.setReadOnly();
        return subject;
    }

    private enum InternalPrincipal implements Principal {
        INSTANCE;

        @Override
        public String getName() {
            return "internal";
        }
    }
}
