package org.anze.gateway.delivery.sftp;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.anze.gateway.party.Party;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for receipts at the recipients that owe some, each at its own pace: every second while it answers, less and less
 * often, up to the recipient's longest retry, while it does not. Holds numbers of parcels and nothing durable: after a
 * restart the feed hands the parcels over again, which begins the looking anew. Safe for many threads.
 */
final class ReceiptPoller {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiptPoller.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** One recipient has far fewer on their way; this only keeps a mistake elsewhere from growing. */
    private static final int MOST_OWED = 1000;

    private final Fetch fetch;
    private final Map<String, Owing> owing = new HashMap<>();
    private final AtomicInteger threads = new AtomicInteger();
    private final ScheduledExecutorService pool = Executors.newScheduledThreadPool(2, work -> {
        Thread thread = new Thread(work, "sftp-receipts-" + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    private static final class Owing {
        /** Number → {@link System#nanoTime} when it was pushed last. */
        private final Map<Long, Long> numbers = new HashMap<>();

        private Party recipient;
        private Duration pause = PAUSE;

        Owing(Party recipient) {
            this.recipient = recipient;
        }
    }

    /** Fetches what lies at a recipient and returns the numbers it was about. */
    @FunctionalInterface
    interface Fetch {
        Set<Long> from(Party recipient) throws IOException;
    }

    ReceiptPoller(Fetch fetch) {
        this.fetch = fetch;
    }

    /** A parcel was pushed and its receipt is to come, or lies there still. */
    synchronized void expect(Party recipient, long number) {
        Owing known = owing.get(recipient.id());
        if (known == null) {
            known = new Owing(recipient);
            owing.put(recipient.id(), known);
            schedule(recipient.id(), PAUSE);
        }
        known.recipient = recipient;
        if (known.numbers.size() < MOST_OWED) {
            known.numbers.put(number, System.nanoTime());
        }
    }

    private void schedule(String recipient, Duration pause) {
        try {
            pool.schedule(() -> look(recipient), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("no more receipts are looked for: stopped");
        }
    }

    private void look(String id) {
        Party recipient;
        synchronized (this) {
            recipient = owing.get(id).recipient;
        }
        Set<Long> settled = Set.of();
        boolean reached = false;
        try {
            settled = fetch.from(recipient);
            reached = true;
        } catch (IOException | RuntimeException | Error e) {
            // Also an Error: nobody would look for its receipts any more.
            LOG.info("receipts of {} cannot be fetched at the moment: {}", id, e.getMessage());
        }
        synchronized (this) {
            Owing known = owing.get(id);
            known.numbers.keySet().removeAll(settled);
            // What nobody pushed again meanwhile is settled, or another node's.
            long forgotten = System.nanoTime() - 2 * longestRetry(known).toNanos();
            known.numbers.values().removeIf(pushed -> pushed - forgotten < 0);
            known.pause = reached ? PAUSE : longer(known);
            if (known.numbers.isEmpty()) {
                owing.remove(id);
            } else {
                schedule(id, known.pause);
            }
        }
    }

    private static Duration longer(Owing known) {
        Duration most = longestRetry(known);
        Duration doubled = known.pause.multipliedBy(2);
        return doubled.compareTo(most) > 0 ? most : doubled;
    }

    private static Duration longestRetry(Owing known) {
        Party.Delivery delivery = known.recipient.delivery();
        return delivery == null ? PAUSE : delivery.longestRetry();
    }

    void stop() {
        pool.shutdownNow();
    }
}
