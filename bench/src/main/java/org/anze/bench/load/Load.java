package org.anze.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.anze.bench.records.RecordSet;

/**
 * The insurer: several senders take the next batch in turn and post it under an id of its own, until the contender has given a
 * receipt for it. "Busy" is answered by a pause and the same batch again, as the interface asks.
 */
public final class Load {

    private static final int MOST_TRIES = 2_000;
    private static final long PAUSE_MS = 50;
    private static final int NOT_FINISHED = 409;

    private final SSLContext tls;
    private final int port;
    private final String path;
    private final AtomicReference<String> said = new AtomicReference<>("");

    /** Posts to this path of a contender. */
    public Load(SSLContext tls, int port, String path) {
        this.tls = tls;
        this.port = port;
        this.path = path;
    }

    /**
     * What the senders saw.
     *
     * @param sentAt of each batch, the moment before its first try ({@link System#nanoTime()})
     * @param receiptNanos of each batch, from then to its receipt
     * @param busy answers that asked to come again
     * @param said what the first of those said; empty when there was none
     */
    public record Sent(int batch, long[] sentAt, long[] receiptNanos, int busy, String said) {

        /** The moment before the first try of the first batch. */
        public long begun() {
            return Arrays.stream(sentAt).min().orElse(0);
        }

        /** The moment of the last receipt. */
        public long ended() {
            long last = 0;
            for (int i = 0; i < sentAt.length; i++) {
                last = Math.max(last, sentAt[i] + receiptNanos[i]);
            }
            return last;
        }
    }

    /** The bodies of {@code count} records in batches; made before the clock runs. */
    public static byte[][] bodies(RecordSet records, long first, int count, int batch) {
        byte[][] bodies = new byte[(count + batch - 1) / batch][];
        for (int i = 0; i < bodies.length; i++) {
            bodies[i] = records.lines(first + (long) i * batch, Math.min(batch, count - i * batch));
        }
        return bodies;
    }

    /**
     * Sends all and returns when the last receipt is there.
     *
     * @param run distinguishes the ids of this run from those of all others
     * @param perSecond batches a second over all senders; 0 for as fast as they are answered
     */
    public Sent send(byte[][] bodies, int batch, int senders, String run, double perSecond)
            throws IOException, InterruptedException {
        long[] sentAt = new long[bodies.length];
        long[] receipts = new long[bodies.length];
        AtomicInteger next = new AtomicInteger();
        AtomicInteger busy = new AtomicInteger();
        AtomicReference<Exception> failure = new AtomicReference<>();
        long begun = System.nanoTime();
        Thread[] threads = new Thread[senders];
        for (int sender = 0; sender < senders; sender++) {
            threads[sender] = new Thread(
                    () -> {
                        try (HttpLink link = new HttpLink(tls, port)) {
                            for (int i = next.getAndIncrement();
                                    i < bodies.length && failure.get() == null;
                                    i = next.getAndIncrement()) {
                                if (perSecond > 0) {
                                    awaitTurn(begun + (long) (i * 1e9 / perSecond));
                                }
                                sentAt[i] = System.nanoTime();
                                busy.addAndGet(post(link, run + "-" + i, bodies[i]));
                                receipts[i] = System.nanoTime() - sentAt[i];
                            }
                        } catch (IOException | InterruptedException | RuntimeException e) {
                            failure.compareAndSet(null, e);
                        }
                    },
                    "sender-" + sender);
            threads[sender].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new IOException("a sender gave up: " + failure.get().getMessage(), failure.get());
        }
        return new Sent(batch, sentAt, receipts, busy.get(), said.get());
    }

    private static void awaitTurn(long due) throws InterruptedException {
        long left = due - System.nanoTime();
        if (left > 0) {
            Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
        }
    }

    private int post(HttpLink link, String id, byte[] body) throws IOException, InterruptedException {
        Map<String, String> headers = Map.of("Content-Type", "application/x-ndjson", "Submission-Id", id);
        int busy = 0;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            HttpLink.Answer answer = link.send(path, headers, body);
            if (answer.status() == 200) {
                return busy;
            }
            if (answer.status() == 202) {
                return busy + awaitReceipt(link, answer.location() + "/receipt");
            }
            busy += requireBusy(answer);
            Thread.sleep(PAUSE_MS);
        }
        throw new IOException("busy for too long");
    }

    /** Taken and not finished: the receipt is asked for. The same post again would carry all of its bytes again. */
    private int awaitReceipt(HttpLink link, String receipt) throws IOException, InterruptedException {
        int busy = 0;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Thread.sleep(PAUSE_MS);
            HttpLink.Answer answer = link.send(receipt, Map.of(), null);
            if (answer.status() == 200) {
                return busy;
            }
            if (answer.status() != NOT_FINISHED) {
                busy += requireBusy(answer);
            }
        }
        throw new IOException("not finished for too long");
    }

    private int requireBusy(HttpLink.Answer answer) throws IOException {
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        if (answer.status() != 429 && answer.status() != 503) {
            throw new IOException("answered " + answer.status() + " " + text);
        }
        said.compareAndSet("", text);
        return 1;
    }
}
