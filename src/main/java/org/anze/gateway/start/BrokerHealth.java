package org.anze.gateway.start;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Whether the broker takes connections; part of readiness. */
final class BrokerHealth extends AbstractHealthIndicator {

    private final ConnectionFactory connections;

    BrokerHealth(ConnectionFactory connections) {
        super("the broker takes no connection");
        this.connections = connections;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) throws JMSException {
        try (Connection connection = connections.createConnection()) {
            connection.start();
            health.up();
        }
    }
}
