package org.anze.gateway.intake.queue;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.intake.Arrival.Channel;
import org.anze.gateway.intake.SupplementaryReceipts;
import org.anze.gateway.intake.SupplementaryReceipts.Supplement;
import org.anze.gateway.nodes.Lease;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.JmsException;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Sends the second receipts of messages to {@code receipts.<party>}, on the node that holds the lease. One may come twice when
 * the gateway is killed between sending it and noting that; it is the same bytes under the same correlation id. Safe for
 * several threads.
 */
final class QueueSupplements {

    private static final Logger LOG = LoggerFactory.getLogger(QueueSupplements.class);
    private static final int ROUND = 100;
    /** With so many of them it is the broker, and the next round is soon enough. */
    private static final int MOST_IN_TROUBLE = 3;

    private static final long LOOK_EVERY_SECONDS = 60;

    private final SupplementaryReceipts supplements;
    private final JmsTemplate queues;
    private final Lease lease;
    private @Nullable ScheduledExecutorService thread;
    private boolean rings;

    QueueSupplements(SupplementaryReceipts supplements, ConnectionFactory connections, Lease lease) {
        this.supplements = supplements;
        this.lease = lease;
        this.queues = new JmsTemplate(connections);
        this.queues.setSessionTransacted(true);
    }

    /** Begins to hand over; harmless when it has begun. */
    synchronized void start() {
        if (thread != null) {
            return;
        }
        thread = Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("queue-supplements-"));
        thread.scheduleWithFixedDelay(this::handOver, 0, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
        if (!rings) {
            rings = true;
            supplements.whenMade(this::ring);
            // What a node left that is gone need not wait for the next look.
            lease.onChange(held -> ring());
        }
    }

    private synchronized void ring() {
        if (thread != null) {
            try {
                thread.execute(this::handOver);
            } catch (RejectedExecutionException e) {
                LOG.debug("stopped; the next start hands over");
            }
        }
    }

    private void handOver() {
        try {
            Set<String> inTrouble = new HashSet<>();
            List<Supplement> open = openHere(0);
            while (!open.isEmpty()) {
                for (Supplement supplement : open) {
                    boolean goesOn = lease.isHeld() && inTrouble.size() < MOST_IN_TROUBLE && !Thread.interrupted();
                    if (!goesOn) {
                        return;
                    }
                    if (!inTrouble.contains(supplement.party()) && !isHandedOver(supplement)) {
                        inTrouble.add(supplement.party());
                    }
                }
                open = openHere(open.get(open.size() - 1).number());
            }
        } catch (RuntimeException | Error e) {
            // It would end the schedule; what is open is looked for again.
            LOG.atWarn().addKeyValue("error", e.toString()).log("second receipts could not be handed over");
        }
    }

    private boolean isHandedOver(Supplement supplement) {
        try {
            send(supplement);
            supplements.handedOver(supplement);
            return true;
        } catch (JmsException e) {
            // A queue that is full or gone keeps nobody else's receipts back.
            LOG.atWarn()
                    .addKeyValue("party", supplement.party())
                    .addKeyValue("error", e.toString())
                    .log("a second receipt could not be handed over");
            return false;
        }
    }

    /** What this node has to hand over: another one that holds the lease would send it again. */
    private List<Supplement> openHere(long after) {
        return lease.isHeld() ? supplements.open(Channel.QUEUE, after, ROUND) : List.of();
    }

    private void send(Supplement supplement) {
        queues.send("receipts." + supplement.party(), session -> {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(supplement.receipt());
            message.setJMSCorrelationID(supplement.messageId());
            message.setStringProperty("SubmissionId", supplement.messageId());
            message.setStringProperty("ContentType", "application/json");
            message.setBooleanProperty("Supplement", true);
            return message;
        });
    }

    /** Ends it. */
    synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }
}
