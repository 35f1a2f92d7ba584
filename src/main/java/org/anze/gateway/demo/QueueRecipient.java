package org.anze.gateway.demo;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.util.Map;
import org.anze.gateway.feed.RecipientReceipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demo's sector department: reads {@code feed.<party>} as a client of the broker with its own secret and answers on
 * {@code settle.<party>}. One thread of its own.
 */
public final class QueueRecipient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueRecipient.class);
    private static final long POLL_MS = 200;

    private final ConnectionFactory connections;
    private final String party;
    private final ReceivedParcels received;
    private final RecipientFaults faults;
    private final Thread thread;
    private volatile boolean open = true;

    /** Starts reading at once; {@code connections} carry the party's own user and secret. */
    public QueueRecipient(
            ConnectionFactory connections, String party, ReceivedParcels received, RecipientFaults faults) {
        this.connections = connections;
        this.party = party;
        this.received = received;
        this.faults = faults;
        this.thread = new Thread(this::run, "demo-" + party);
        this.thread.start();
    }

    /** What it received. */
    public ReceivedParcels received() {
        return received;
    }

    private void run() {
        while (open) {
            try (Connection connection = connections.createConnection();
                    Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                    MessageConsumer consumer = session.createConsumer(session.createQueue("feed." + party));
                    MessageProducer producer = session.createProducer(session.createQueue("settle." + party))) {
                connection.start();
                read(session, consumer, producer);
            } catch (JMSException | IOException | RuntimeException e) {
                // Closing the session has rolled the message back: it comes again.
                if (open) {
                    LOG.atInfo().setCause(e).log("demo recipient {} could not take a parcel; it tries again", party);
                    pause();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void read(Session session, MessageConsumer consumer, MessageProducer producer)
            throws JMSException, IOException, InterruptedException {
        while (open) {
            Message message = faults.isDown() ? null : consumer.receive(POLL_MS);
            if (message == null) {
                if (faults.isDown()) {
                    pause();
                }
                continue;
            }
            faults.pause();
            byte[] document = message.getBody(byte[].class);
            ReceivedParcels.Outcome outcome =
                    received.accept(message.getLongProperty("ParcelNumber"), document, Map.of());
            RecipientReceipt receipt = outcome.receipt();
            if (receipt != null && !faults.losesThisAnswer()) {
                BytesMessage answer = session.createBytesMessage();
                answer.writeBytes(faults.garblesThisAnswer() ? new byte[] {'<', '?'} : receipt.toJson());
                producer.send(answer);
            }
            session.commit();
        }
    }

    private void pause() {
        synchronized (this) {
            try {
                wait(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                open = false;
            }
        }
    }

    @Override
    public void close() {
        open = false;
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
