package org.anze.gateway.delivery.queue;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.feed.RecipientReceipt;
import org.anze.gateway.feed.Settlements;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.UncategorizedJmsException;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/** Takes receipts from {@code settle.<party>}; acknowledged after the settlement is durable. Safe for several threads. */
public final class QueueReceipts {

    private static final Logger LOG = LoggerFactory.getLogger(QueueReceipts.class);
    private static final long RECEIVE_TIMEOUT_MS = 250;
    private static final int LONGEST = 1 << 20;

    private final ConnectionFactory connections;
    private final Settlements settlements;
    private final Consumer<String> queues;
    private final Map<String, DefaultMessageListenerContainer> running = new ConcurrentHashMap<>();

    /** @param queues makes sure that a queue exists */
    public QueueReceipts(ConnectionFactory connections, Settlements settlements, Consumer<String> queues) {
        this.connections = connections;
        this.settlements = settlements;
        this.queues = queues;
    }

    /** Starts and ends consumers so that they match the parties; called at start-up and after each reload. */
    public synchronized void follow(Parties parties) {
        for (Party party : parties.all()) {
            if (isServed(party) && !running.containsKey(party.id())) {
                queues.accept("feed." + party.id());
                queues.accept("settle." + party.id());
                running.put(party.id(), listen(party.id()));
            }
        }
        running.entrySet().removeIf(entry -> {
            boolean served =
                    parties.find(entry.getKey()).filter(QueueReceipts::isServed).isPresent();
            if (!served) {
                entry.getValue().shutdown();
            }
            return !served;
        });
    }

    private static boolean isServed(Party party) {
        return party.delivery() != null && party.delivery().channel() == Party.Channel.QUEUE;
    }

    private DefaultMessageListenerContainer listen(String party) {
        DefaultMessageListenerContainer container = new DefaultMessageListenerContainer() {
            @Override
            protected void commitIfNecessary(Session session, @Nullable Message message) throws JMSException {
                FaultPoints.before(Step.QUEUE_SETTLE_COMMIT, JMSException::new);
                super.commitIfNecessary(session, message);
                FaultPoints.after(Step.QUEUE_SETTLE_COMMIT, JMSException::new);
            }
        };
        container.setConnectionFactory(connections);
        container.setDestinationName("settle." + party);
        container.setSessionTransacted(true);
        // How long a consumer looks before it notices that it should end.
        container.setReceiveTimeout(RECEIVE_TIMEOUT_MS);
        container.setErrorHandler(error -> LOG.atWarn()
                .addKeyValue("party", party)
                .addKeyValue("error", String.valueOf(error))
                .log("a receipt could not be settled; the broker brings it again"));
        container.setBeanName("settle-" + party);
        container.setMessageListener((MessageListener) message -> take(party, message));
        container.afterPropertiesSet();
        container.start();
        return container;
    }

    private void take(String party, Message message) {
        try {
            RecipientReceipt receipt = RecipientReceipt.parse(bytes(message));
            if (!settlements.settle(party, receipt.parcel(), receipt.toSettlement())) {
                LOG.atWarn()
                        .addKeyValue("party", party)
                        .addKeyValue("parcel", receipt.parcel())
                        .log("a receipt is about a parcel that was never made");
            }
        } catch (IOException | SenderMustCorrect e) {
            // The parcel stays open and is sent again; keeping the broken receipt would only block those behind it.
            LOG.atWarn()
                    .addKeyValue("party", party)
                    .addKeyValue("error", e.getMessage())
                    .log("a receipt is none, or of other bytes");
        } catch (JMSException e) {
            throw new UncategorizedJmsException(e);
        }
    }

    private static byte[] bytes(Message message) throws JMSException, IOException {
        if (message instanceof TextMessage text) {
            return text.getText() == null ? new byte[0] : text.getText().getBytes(StandardCharsets.UTF_8);
        }
        if (message instanceof BytesMessage body && body.getBodyLength() <= LONGEST) {
            byte[] bytes = new byte[(int) body.getBodyLength()];
            body.readBytes(bytes);
            return bytes;
        }
        throw new IOException("neither a text nor a short bytes message");
    }

    /** Ends all consumers. */
    public synchronized void stop() {
        running.values().forEach(DefaultMessageListenerContainer::shutdown);
        running.clear();
    }
}
