package org.anze.gateway.start;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.identity.BrokerUsers;
import org.anze.gateway.identity.certificate.ExpiryWatch;
import org.anze.gateway.routing.http.PartyConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Ends every few seconds what a withdrawn secret or a removed party holds open at the broker, lets the party port follow the
 * trusted authorities, and says once a day which certificates end soon. (SFTP looks after its own sessions, HTTP has none.)
 */
final class CredentialWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialWatch.class);
    private static final long LOOK_S = 5;
    private static final long EXPIRY_LOOK_S = 600;

    private final ExpiryWatch expiry;
    private final PartyConnector door;
    private final BrokerUsers users;
    private final @Nullable BrokerConnections broker;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "credential-watch"));
    private volatile boolean running;

    CredentialWatch(ExpiryWatch expiry, PartyConnector door, BrokerUsers users, @Nullable BrokerConnections broker) {
        this.expiry = expiry;
        this.door = door;
        this.users = users;
        this.broker = broker;
    }

    @Override
    public void start() {
        timer.scheduleWithFixedDelay(() -> guarded(this::endWithdrawn), LOOK_S, LOOK_S, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(() -> guarded(door::followTrust), LOOK_S, LOOK_S, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(() -> guarded(expiry::sayOncePerDay), LOOK_S, EXPIRY_LOOK_S, TimeUnit.SECONDS);
        running = true;
    }

    private void endWithdrawn() {
        if (broker != null) {
            broker.end(user -> !users.standsOrIsForgotten(user)).forEach((user, count) -> {
                LOG.info("{} broker connections of {} ended: secret or party withdrawn", count, user);
                users.ended(user, count);
            });
        }
    }

    private static void guarded(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("credentials could not be looked at; the next look is in a moment");
        }
    }

    @Override
    public void stop() {
        timer.shutdownNow();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
