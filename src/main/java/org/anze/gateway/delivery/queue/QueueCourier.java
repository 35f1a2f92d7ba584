package org.anze.gateway.delivery.queue;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.feed.Courier;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.feed.Settlement;
import org.anze.gateway.party.Party;

/**
 * Puts the parcel document as one persistent message on {@code feed.<party>}. Safe for several threads.
 *
 * <p>A parcel whose hand-over ended in doubt (the gateway or the connection died before the broker's answer) goes out under
 * the same duplicate id, so that the broker drops the second one. A parcel that the broker has certainly taken from this process
 * and that is handed over once more (its receipt is overdue, or an operator wants it resent) gets an id of its own: it has to
 * arrive. What another process handed over this one cannot be certain of: it may be dropped once, and is overdue then.
 * Recipients know a repetition by its number.
 */
public final class QueueCourier implements Courier {

    /** What Artemis knows a repeated message by. */
    private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

    private static final int REMEMBERED = 10_000;

    private final ConnectionFactory connections;
    private final Consumer<String> queues;
    /** Parcels the broker took in this run, by their duplicate id; the oldest are forgotten. */
    private final Set<String> taken = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    /** @param queues makes sure that a queue exists */
    public QueueCourier(ConnectionFactory connections, Consumer<String> queues) {
        this.connections = connections;
        this.queues = queues;
    }

    @Override
    public Party.Channel channel() {
        return Party.Channel.QUEUE;
    }

    @Override
    public Settlement deliver(Party recipient, Parcel parcel) throws IOException {
        boolean document = recipient.delivery() == null || recipient.delivery().format() == Party.Format.JSON;
        if (!document || !parcel.renditions().isEmpty()) {
            throw new IOException("queue recipients get the parcel document alone: set delivery.format of "
                    + recipient.id() + " to JSON");
        }
        String queue = "feed." + recipient.id();
        queues.accept(queue);
        try (Connection connection = connections.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(parcel.document());
            message.setLongProperty("ParcelNumber", parcel.number());
            message.setStringProperty("Recipient", recipient.id());
            message.setStringProperty("ContentType", "application/json");
            String id = recipient.id() + ":" + parcel.number() + ":" + digest(parcel.document());
            message.setStringProperty(DUPLICATE_ID, isTaken(id) ? id + ":" + UUID.randomUUID() : id);
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            FaultPoints.before(Step.QUEUE_SEND, JMSException::new);
            producer.send(message);
            FaultPoints.after(Step.QUEUE_SEND, JMSException::new);
            remember(id);
            return new Settlement.AwaitingReceipt();
        } catch (JMSException e) {
            throw new IOException("the broker did not take the parcel: " + e.getMessage(), e);
        }
    }

    private boolean isTaken(String id) {
        synchronized (taken) {
            return taken.contains(id);
        }
    }

    private void remember(String id) {
        synchronized (taken) {
            taken.add(id);
        }
    }

    private static String digest(byte[] document) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(document));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
