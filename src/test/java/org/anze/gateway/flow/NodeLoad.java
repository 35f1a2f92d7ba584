package org.anze.gateway.flow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.anze.gateway.demo.PartyClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Senders that go on, at whichever node answers, until they are told to stop: each repeats a submission under its id until it
 * has the receipt, and only then sends the next.
 */
public final class NodeLoad implements AutoCloseable {

    /** Records of each submission. */
    public static final int RECORDS = 5;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SENDERS = 4;
    /** After that a sender turns to the other node. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String prefix;
    private final List<PartyClient> nodes = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> senders = new ArrayList<>();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong submissions = new AtomicLong();
    private final AtomicLong lastReceipt = new AtomicLong(System.nanoTime());
    private final AtomicLong longestPause = new AtomicLong();

    /** @param prefix of business keys and submission ids */
    public NodeLoad(TwoNodes gateway, String prefix) throws IOException {
        this.prefix = prefix;
        nodes.add(gateway.first().senders().https("insurer-wu"));
        nodes.add(gateway.second().senders().https("insurer-wu"));
        for (int sender = 0; sender < SENDERS; sender++) {
            int number = sender;
            senders.add(threads.submit(() -> send(number)));
        }
    }

    private void send(int sender) {
        for (int i = 0; open.get(); i++) {
            String id = prefix + "-" + sender + "-" + i;
            byte[] body = SamplePolicies.lines(prefix + sender + "N" + i + "R", 0, RECORDS, "140212", "03");
            for (int node = sender + i; !isReceipted(nodes.get(node % nodes.size()), id, body); node++) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
            submissions.incrementAndGet();
            long now = System.nanoTime();
            longestPause.accumulateAndGet(now - lastReceipt.getAndSet(now), Math::max);
        }
    }

    private boolean isReceipted(PartyClient node, String id, byte[] body) {
        Future<PartyClient.Answer> answer = threads.submit(() ->
                node.submit(id, "application/x-ndjson", "canonical-policy", () -> new ByteArrayInputStream(body)));
        try {
            PartyClient.Answer given = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (given.status() == 200) {
                accepted.addAndGet(JSON.readTree(given.body())
                        .path("body")
                        .path("accepted")
                        .asLong());
                return true;
            }
        } catch (TimeoutException | ExecutionException e) {
            answer.cancel(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Receipts so far. */
    public long submissions() {
        return submissions.get();
    }

    /** Records that were accepted, by their receipts. */
    public long accepted() {
        return accepted.get();
    }

    /** The longest time between two receipts since the last call. */
    public Duration longestPause() {
        long running = System.nanoTime() - lastReceipt.get();
        return Duration.ofNanos(Math.max(running, longestPause.getAndSet(0)));
    }

    /** Lets each sender finish the submission it has under way. */
    public void finish(Duration patience) throws Exception {
        open.set(false);
        for (Future<?> sender : senders) {
            sender.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        open.set(false);
        threads.shutdownNow();
    }
}
