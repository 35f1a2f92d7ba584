package org.anze.gateway.start;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether the broker takes a connection and a session of this user; part of readiness. For connections that are neither pooled nor
 * come back by themselves: those say nothing about a broker that is gone.
 */
final class BrokerHealth extends AbstractHealthIndicator {

    private static final long PATIENCE_MS = 3000;

    private final ConnectionFactory connections;

    BrokerHealth(ConnectionFactory connections) {
        super("the broker takes no connection");
        this.connections = connections;
    }

    /** Of a broker elsewhere. Whatever the address says of coming back is left out. */
    static BrokerHealth of(@Nullable String url, @Nullable String user, @Nullable String password) {
        ActiveMQConnectionFactory once = new ActiveMQConnectionFactory(url, user, password);
        once.setInitialConnectAttempts(1);
        once.setReconnectAttempts(0);
        once.setCallTimeout(PATIENCE_MS);
        return new BrokerHealth(once);
    }

    @Override
    protected void doHealthCheck(Health.Builder health) throws JMSException {
        try (Connection connection = connections.createConnection()) {
            connection.createSession().close();
            health.up();
        }
    }
}
