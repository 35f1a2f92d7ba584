package org.anze.gateway.endurance;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.anze.gateway.flow.SamplePolicies;

/**
 * A number of policies, sent by REST as fast as receipts come: each sender has one submission under way. Every policy is for
 * every recipient unless it is sent with another sector. Used by one thread.
 */
final class PolicyLoad {

    static final String MAPPING = "canonical-policy";
    static final String REGION = "140212";
    static final String SECTOR = "03";
    /** Of which one recipient, {@link EnduranceSite#OF_ONE_SECTOR}, gets nothing. */
    static final String OTHER_SECTOR = "05";

    private final ObedientSender sender;
    private final String prefix;
    private final int senders;
    private final int batch;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();

    /**
     * @param prefix of business keys and submission ids
     * @param senders that send at the same time, in turn of another party
     * @param batch records of a submission
     */
    PolicyLoad(ObedientSender sender, String prefix, int senders, int batch) {
        this.sender = sender;
        this.prefix = prefix;
        this.senders = senders;
        this.batch = batch;
    }

    /** Sends so many records more, and waits for their receipts. */
    void send(long records) throws Exception {
        send(records, SECTOR);
    }

    /** The same with policies of a certain sector. */
    void send(long records, String sector) throws Exception {
        long end = next.get() + records;
        run(from -> from < end, end, sector);
        next.set(end);
    }

    /** Sends for a time; what is under way then gets its receipt. */
    void send(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        run(from -> System.nanoTime() < end, Long.MAX_VALUE, SECTOR);
    }

    private void run(LongPredicate goesOn, long last, String sector) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(senders);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                String party = EnduranceSite.SENDERS.get(i % EnduranceSite.SENDERS.size());
                running.add(threads.submit(() -> {
                    for (long from = next.getAndAdd(batch); goesOn.test(from); from = next.getAndAdd(batch)) {
                        one(party, from, (int) Math.min(batch, last - from), sector);
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void one(String party, long from, int count, String sector) throws IOException, InterruptedException {
        byte[] lines = SamplePolicies.lines(prefix, Math.toIntExact(from), count, REGION, sector);
        accepted.addAndGet(sender.sendAndLook(party, prefix + "-" + from, MAPPING, lines));
    }

    /** Records that receipts say are accepted. */
    long accepted() {
        return accepted.get();
    }
}
