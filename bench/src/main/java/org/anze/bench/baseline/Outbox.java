package org.anze.bench.baseline;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.anze.bench.records.Recipient;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Puts one persistent message for each recipient and batch, all of a batch in one transaction. Sessions are kept and lent. Safe
 * for many threads.
 */
public final class Outbox implements AutoCloseable {

    private static final int SESSIONS = 24;
    /** The broker works through a connection's sessions one after the other. */
    private static final int CONNECTIONS = 6;

    private final ActiveMQConnectionFactory factory;
    private final List<Connection> connections = new ArrayList<>();
    private final List<Recipient> recipients;
    private final boolean xml;
    private final BlockingQueue<Lent> free = new ArrayBlockingQueue<>(SESSIONS);

    private record Lent(Session session, MessageProducer producer) {}

    Outbox(Settings.Broker broker, List<Recipient> recipients, boolean xml) throws JMSException {
        this.recipients = recipients;
        this.xml = xml;
        factory = new ActiveMQConnectionFactory(broker.url(), broker.user(), broker.password());
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(factory.createConnection());
        }
        for (int i = 0; i < SESSIONS; i++) {
            Session session = connections.get(i % CONNECTIONS).createSession(Session.SESSION_TRANSACTED);
            MessageProducer producer = session.createProducer(null);
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            producer.setDisableMessageTimestamp(true);
            free.add(new Lent(session, producer));
        }
    }

    /** The queue of a recipient, which the stores made. */
    static String queue(Recipient recipient) {
        return "feed." + recipient.id();
    }

    /** Durable in the broker's journal when this returns. */
    void put(Submission submission) throws JMSException, InterruptedException {
        Lent lent = free.take();
        try {
            for (Recipient recipient : recipients) {
                List<String> views = View.of(recipient, submission.records(), submission.lines(), xml);
                if (!views.isEmpty()) {
                    BytesMessage message = lent.session.createBytesMessage();
                    message.writeBytes(String.join("\n", views).getBytes(StandardCharsets.UTF_8));
                    lent.producer.send(lent.session.createQueue(queue(recipient)), message);
                }
            }
            lent.session.commit();
        } catch (JMSException | RuntimeException e) {
            lent.session.rollback();
            throw e;
        } finally {
            free.add(lent);
        }
    }

    @Override
    public void close() throws JMSException {
        for (Connection connection : connections) {
            connection.close();
        }
        factory.close();
    }
}
