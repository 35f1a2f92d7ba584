package org.anze.gateway.demo;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.anze.gateway.feed.RecipientReceipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demo's ministry: polls the gateway's feed with its own client certificate, keeps what comes and acknowledges it. One
 * thread of its own between {@link #start} and {@link #close}.
 */
public final class PullRecipient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PullRecipient.class);
    private static final int WAIT_SECONDS = 10;
    private static final long PAUSE_MILLIS = 500;

    private final Supplier<PartyClient> gateways;
    private final ReceivedParcels received;
    private final RecipientFaults faults;
    private final Thread thread;
    private volatile boolean running = true;

    /**
     * @param gateways for each poll, a client that the gateway knows as this recipient, of whichever node is to be asked
     * @param faults the same that {@code received} was made with; "down" means that it does not poll
     */
    public PullRecipient(Supplier<PartyClient> gateways, ReceivedParcels received, RecipientFaults faults) {
        this.gateways = gateways;
        this.received = received;
        this.faults = faults;
        this.thread = new Thread(this::run, "demo-pull-recipient");
        thread.setDaemon(true);
    }

    /** Begins to poll. */
    public void start() {
        thread.start();
    }

    private void run() {
        while (running) {
            try {
                faults.pause();
                if (faults.isDown() || !pullOnce()) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Whether there may be more to pull at once. */
    private boolean pullOnce() {
        try {
            return pull();
        } catch (IOException e) {
            LOG.info("the feed cannot be pulled at the moment: {}", e.getMessage());
            return false;
        }
    }

    private boolean pull() throws IOException {
        PartyClient gateway = gateways.get();
        // Asking from zero brings a parcel again whose receipt was lost, which a cursor of our own would skip.
        PartyClient.Answer answer = gateway.get("/api/v1/feed?after=0&limit=1&wait=" + WAIT_SECONDS);
        if (answer.status() == 204) {
            // The gateway has waited already.
            return true;
        }
        if (answer.status() != 200) {
            throw new IOException("the gateway answered HTTP " + answer.status());
        }
        long number = Long.parseLong(answer.header("parcel-number").orElse("0"));
        ReceivedParcels.Outcome outcome = received.accept(number, answer.body(), renditions(gateway, number, answer));
        RecipientReceipt receipt = outcome.receipt();
        if (receipt == null) {
            throw new IOException(outcome.reason());
        }
        if (faults.losesThisAnswer()) {
            return true;
        }
        byte[] words = faults.garblesThisAnswer() ? new byte[] {'<', '?'} : receipt.toJson();
        int status =
                gateway.post("/api/v1/feed/acks", "application/json", words).status();
        if (status != 200) {
            throw new IOException("the gateway answered a receipt with HTTP " + status);
        }
        return true;
    }

    private static Map<String, byte[]> renditions(PartyClient gateway, long number, PartyClient.Answer parcel)
            throws IOException {
        Map<String, byte[]> renditions = new HashMap<>();
        for (String name : parcel.header("parcel-renditions").orElse("").split(",")) {
            if (!name.isEmpty()) {
                PartyClient.Answer answer = gateway.get("/api/v1/feed/" + number + "/renditions/" + name);
                if (answer.status() != 200) {
                    throw new IOException("a rendition was answered with HTTP " + answer.status());
                }
                renditions.put(name, answer.body());
            }
        }
        return renditions;
    }

    /** What it received. */
    public ReceivedParcels received() {
        return received;
    }

    @Override
    public void close() {
        running = false;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
