package org.anze.gateway.flow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.anze.gateway.demo.PartyClient;

/**
 * Senders that go on, at whichever node answers, until they are told to stop: each repeats a submission under its id until it
 * has the receipt, and only then sends the next.
 */
public final class NodeLoad implements AutoCloseable {

    /** Records of each submission. */
    public static final int RECORDS = 5;

    private static final int SENDERS = 4;
    /** After that a sender turns to the other node. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String prefix;
    private final Duration pause;
    private final List<PartyClient> nodes = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> senders = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicLong accepted = new AtomicLong();
    private final SeenReceipts seen = new SeenReceipts();
    private final Set<String> records = ConcurrentHashMap.newKeySet();
    private final AtomicLong submissions = new AtomicLong();
    /** Of each sender, the first try of what it has under way; zero while it has nothing. */
    private final AtomicLongArray firstTry = new AtomicLongArray(SENDERS);

    private final AtomicLong longestWait = new AtomicLong();

    /** @param prefix of business keys and submission ids */
    public NodeLoad(TwoNodes gateway, String prefix) throws IOException {
        this(gateway, prefix, Duration.ZERO);
    }

    /**
     * The same with a pause.
     *
     * @param pause of each sender between a receipt and its next submission, which leaves a node that starts something of the
     *     processors
     */
    public NodeLoad(TwoNodes gateway, String prefix, Duration pause) throws IOException {
        this.prefix = prefix;
        this.pause = pause;
        nodes.add(gateway.first().senders().https("insurer-wu"));
        nodes.add(gateway.second().senders().https("insurer-wu"));
        for (int sender = 0; sender < SENDERS; sender++) {
            int number = sender;
            senders.add(threads.submit(() -> send(number)));
        }
    }

    private void send(int sender) {
        for (int i = 0; goesOn(i); i++) {
            String id = prefix + "-" + sender + "-" + i;
            String keys = prefix + sender + "N" + i + "R";
            byte[] body = SamplePolicies.lines(keys, 0, RECORDS, "140212", "03");
            firstTry.set(sender, System.nanoTime());
            for (int node = sender + i; !isReceipted(nodes.get(node % nodes.size()), id, body); node++) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
            longestWait.accumulateAndGet(System.nanoTime() - firstTry.get(sender), Math::max);
            firstTry.set(sender, 0);
            submissions.incrementAndGet();
            IntStream.range(0, RECORDS).forEach(record -> records.add(keys + record + " v1"));
        }
    }

    private boolean goesOn(int sent) {
        try {
            return !end.await(sent == 0 ? 0 : pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isReceipted(PartyClient node, String id, byte[] body) {
        Future<PartyClient.Answer> answer = threads.submit(() ->
                node.submit(id, "application/x-ndjson", "canonical-policy", () -> new ByteArrayInputStream(body)));
        try {
            PartyClient.Answer given = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (given.status() == 200) {
                accepted.addAndGet(seen.add(given.body()).path("accepted").asLong());
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

    /** What was accepted, each as {@code <business key> v<version>}. */
    public Set<String> records() {
        return Set.copyOf(records);
    }

    /** The receipts that came. */
    public SeenReceipts seen() {
        return seen;
    }

    /**
     * The longest that one sender waited from its first try of a submission to the receipt, among those that ended since the last
     * call and those that wait now. Another sender's receipt in between shortens nothing.
     */
    public Duration longestWait() {
        long longest = longestWait.getAndSet(0);
        for (int sender = 0; sender < SENDERS; sender++) {
            long since = firstTry.get(sender);
            longest = Math.max(longest, since == 0 ? 0 : System.nanoTime() - since);
        }
        return Duration.ofNanos(longest);
    }

    /** Lets each sender finish the submission it has under way. */
    public void finish(Duration patience) throws Exception {
        end.countDown();
        for (Future<?> sender : senders) {
            sender.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        end.countDown();
        threads.shutdownNow();
    }
}
