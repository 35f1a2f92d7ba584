package org.anze.gateway.intake.queue;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.intake.Arrival;
import org.anze.gateway.intake.DryRunReport;
import org.anze.gateway.intake.DryRuns;
import org.anze.gateway.intake.IntakeDesk;
import org.anze.gateway.intake.ProducedAt;
import org.anze.gateway.intake.RefusalReceipt;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.intake.SupplementaryReceipts;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.origin.PresentedSignature;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.validation.ReplayWindow.Manner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SessionAwareMessageListener;

/** Consumers on {@code submit.<party>}, one container per party. Safe for several threads. */
public final class QueueIntake {

    private static final Logger LOG = LoggerFactory.getLogger(QueueIntake.class);
    private static final long RECEIVE_TIMEOUT_MS = 250;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final String REJECTS_PATH = "/api/v1/submissions/%s/rejects?layout=own";

    private final ConnectionFactory connections;
    private final Supplier<Parties> parties;
    private final IntakeDesk desk;
    private final Consumer<String> queues;
    private final int consumers;
    private final @Nullable QueueSupplements supplements;
    private final ProducedAt producedAt;
    private final Map<String, DefaultMessageListenerContainer> running = new ConcurrentHashMap<>();
    private volatile CountDownLatch stopping = new CountDownLatch(1);

    /**
     * @param queues makes sure that a queue exists
     * @param consumers messages of one party taken at the same time
     * @param supplements second receipts to be handed over; null when there are none
     * @param handingOver held by the one node that hands them over; best the one that makes them, for it hears of them at once
     */
    public QueueIntake(
            ConnectionFactory connections,
            Supplier<Parties> parties,
            IntakeDesk desk,
            Consumer<String> queues,
            int consumers,
            @Nullable SupplementaryReceipts supplements,
            Lease handingOver,
            ProducedAt producedAt) {
        this.connections = connections;
        this.parties = parties;
        this.desk = desk;
        this.queues = queues;
        this.consumers = consumers;
        this.supplements = supplements == null ? null : new QueueSupplements(supplements, connections, handingOver);
        this.producedAt = producedAt;
    }

    /** Starts and ends consumers so that they match the parties; called at start-up and after each reload. */
    public synchronized void follow(Parties now) {
        if (stopping.getCount() == 0) {
            stopping = new CountDownLatch(1);
        }
        if (supplements != null) {
            supplements.start();
        }
        for (Party party : now.all()) {
            boolean open = party.intake() != null && party.intake().queue() != null;
            if (open && !running.containsKey(party.id())) {
                queues.accept("submit." + party.id());
                queues.accept("receipts." + party.id());
                running.put(party.id(), listen(party.id()));
            }
        }
        running.entrySet().removeIf(entry -> {
            boolean open = now.find(entry.getKey())
                    .filter(party -> party.intake() != null && party.intake().queue() != null)
                    .isPresent();
            if (!open) {
                entry.getValue().shutdown();
            }
            return !open;
        });
    }

    private DefaultMessageListenerContainer listen(String party) {
        DefaultMessageListenerContainer container = new DefaultMessageListenerContainer() {
            @Override
            protected void commitIfNecessary(Session session, @Nullable Message message) throws JMSException {
                FaultPoints.before(Step.QUEUE_COMMIT, JMSException::new);
                super.commitIfNecessary(session, message);
                FaultPoints.after(Step.QUEUE_COMMIT, JMSException::new);
            }
        };
        container.setConnectionFactory(connections);
        container.setDestinationName("submit." + party);
        container.setSessionTransacted(true);
        // How long a consumer looks before it notices that it should end.
        container.setReceiveTimeout(RECEIVE_TIMEOUT_MS);
        container.setErrorHandler(error -> LOG.atWarn()
                .addKeyValue("party", party)
                .addKeyValue("error", String.valueOf(error))
                .log("a message could not be taken; the broker brings it again"));
        container.setConcurrentConsumers(consumers);
        container.setMaxConcurrentConsumers(consumers);
        container.setBeanName("submit-" + party);
        container.setMessageListener(
                (SessionAwareMessageListener<Message>) (message, session) -> take(party, message, session));
        container.afterPropertiesSet();
        container.start();
        return container;
    }

    private void take(String partyId, Message message, Session session) throws JMSException {
        String id = null;
        Answer content;
        try {
            id = identity(message);
            // The broker may have kept it while the gateway was down, so the longer window applies.
            producedAt.check(Manner.BATCH, property(message, "ProducedAt", "produced-at"));
            content = exchange(partyId, id, message);
        } catch (SenderMustCorrect e) {
            content = new Answer(RefusalReceipt.of(id, null, e.finding()), null);
        }
        BytesMessage answer = session.createBytesMessage();
        answer.writeBytes(content.receipt());
        answer.setJMSCorrelationID(id);
        answer.setStringProperty("SubmissionId", id);
        answer.setStringProperty("ContentType", "application/json");
        SubmissionStatus status = content.status();
        if (status != null) {
            answer.setLongProperty("Accepted", status.accepted());
            answer.setLongProperty("Rejected", status.rejected());
            answer.setLongProperty("Duplicate", status.duplicate());
            answer.setLongProperty("Parked", status.parked());
            answer.setLongProperty("Skipped", status.skipped());
            if (status.rejected() > 0 && status.receipt() != null) {
                answer.setStringProperty("Rejects", String.format(REJECTS_PATH, status.id()));
            }
        }
        try (MessageProducer producer = session.createProducer(session.createQueue("receipts." + partyId))) {
            FaultPoints.before(Step.QUEUE_RECEIPT_SEND, JMSException::new);
            producer.send(answer);
            FaultPoints.after(Step.QUEUE_RECEIPT_SEND, JMSException::new);
        }
        // The container commits now: the message is gone and its receipt is there, or neither.
    }

    /**
     * What goes back.
     *
     * @param status null when it never became a submission
     */
    private record Answer(byte[] receipt, @Nullable SubmissionStatus status) {}

    /** A property under the name that JMS allows, or as other protocols may write it. */
    private static @Nullable String property(Message message, String name, String other) throws JMSException {
        String value = message.getStringProperty(name);
        return value == null ? message.getStringProperty(other) : value;
    }

    /** Stays with the message until the submission is final, so that a receipt cannot be forgotten. */
    private Answer exchange(String partyId, @Nullable String id, Message message) throws JMSException {
        CountDownLatch stop = stopping;
        long pause = 100;
        while (true) {
            try {
                Party party = parties.get()
                        .find(partyId)
                        .orElseThrow(() -> new IllegalStateException("party " + partyId + " is stopped"));
                String signature = property(message, "OriginSignature", "origin-signature");
                boolean tried = "true".equalsIgnoreCase(property(message, "DryRun", "dry-run"));
                Arrival arrival = new Arrival(
                        party,
                        Arrival.Channel.QUEUE,
                        id == null ? digest(message) : id,
                        null,
                        mapping(party, message),
                        tried,
                        signature == null ? null : PresentedSignature.ofText(signature));
                SubmissionStatus status;
                try (InputStream body = MessageBody.open(message)) {
                    if (tried) {
                        DryRunReport report = DryRuns.of(desk).tryOut(arrival, body, null);
                        return new Answer(report.toJson(), report.status());
                    }
                    status = desk.process(arrival, body, PATIENCE);
                }
                while (!status.state().isFinal() || status.receipt() == null) {
                    if (stop.getCount() == 0) {
                        throw new IllegalStateException("the gateway is being stopped; the broker keeps the message");
                    }
                    status = desk.await(status.id(), PATIENCE);
                }
                return new Answer(status.receipt(), status);
            } catch (TryAgainLater e) {
                LOG.atWarn()
                        .addKeyValue("party", partyId)
                        .addKeyValue("code", e.finding().code())
                        .log("a message has to wait");
                pause = Math.min(pause * 2, LONGEST_PAUSE.toMillis());
                waitUnlessStopping(stop, pauseAfter(e, pause), e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** As long as the refusal says, so that who is over its rate does not ask in vain; at most the longest pause. */
    private static long pauseAfter(TryAgainLater refusal, long otherwise) {
        return refusal.retryAfterSeconds().isPresent()
                ? Math.min(
                        LONGEST_PAUSE.toMillis(),
                        Duration.ofSeconds(refusal.retryAfterSeconds().getAsLong())
                                .toMillis())
                : otherwise;
    }

    private static void waitUnlessStopping(CountDownLatch stop, long millis, TryAgainLater cause) {
        try {
            if (stop.await(millis, TimeUnit.MILLISECONDS)) {
                throw cause;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }

    private static @Nullable String mapping(Party party, Message message) throws JMSException {
        String asked = message.getStringProperty("Mapping");
        if (asked != null) {
            return asked;
        }
        return party.intake() != null && party.intake().queue() != null
                ? party.intake().queue().mapping()
                : null;
    }

    /** The sender's own id; without one the bytes are their own identity, so that a repetition is still recognised. */
    private static String identity(Message message) throws JMSException {
        String id = message.getStringProperty("SubmissionId");
        if (id == null || id.isBlank()) {
            id = message.getJMSCorrelationID();
        }
        return id == null || id.isBlank() ? digest(message) : id;
    }

    private static String digest(Message message) throws JMSException {
        try (InputStream body = MessageBody.open(message)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 * 1024];
            for (int count = body.read(buffer, 0, buffer.length);
                    count > 0;
                    count = body.read(buffer, 0, buffer.length)) {
                digest.update(buffer, 0, count);
            }
            return "sha256-" + HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Ends all consumers; messages under way go back to the broker. */
    public synchronized void stop() {
        stopping.countDown();
        if (supplements != null) {
            supplements.stop();
        }
        running.values().forEach(DefaultMessageListenerContainer::shutdown);
        running.clear();
    }
}
