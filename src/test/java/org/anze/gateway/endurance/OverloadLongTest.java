package org.anze.gateway.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.anze.gateway.flow.SamplePolicies;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Five times what the gateway can take, offered for {@code -Danze.long.minutes} by senders that wait when they are told to: what
 * it accepts stays what it could before, its memory too, and an accident report that is sent beside it every five seconds does
 * not wait. A minute has {@code -Danze.long.window} seconds; the
 * first warms up, the second measures the capacity, which is what it takes in and gives to all recipients. In few and short ones
 * nobody is asked to wait unless there are fewer places to wait in: {@code -Danze.long.waiting}.
 */
@Tag("long")
class OverloadLongTest {

    private static final long MINUTES = Long.getLong("anze.long.minutes", 30);
    private static final Duration MINUTE = Duration.ofSeconds(Long.getLong("anze.long.window", 60));
    /** Submissions that may wait at a time. As many as are shipped take a minute at full size to fill; no small run does that. */
    private static final int WAITING = Integer.getInteger("anze.long.waiting", 10_000);

    private static final int BATCH = 100;
    private static final int CAPACITY_SENDERS = 16;
    private static final int TIMES = 5;
    /** How often a sender has something new. */
    private static final double PERIOD_SECONDS = 2;

    private static final int FEWEST_SENDERS = 64;
    /** Connections that the gateway holds open, less those for everything else. */
    private static final int MOST_SENDERS = 400;

    private static final double AS_FAST = 0.85;
    private static final String REPORTER = "insurer-jia";
    private static final Duration REPORT_EVERY = Duration.ofSeconds(5);
    private static final Duration LONGEST_REPORT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong taken = new AtomicLong();
    private final List<Double> reports = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    @Test
    void keepsItsThroughputAndMemoryAtFiveTimesTheLoad() throws Exception {
        try (EnduranceSite site = new EnduranceSite("overload")) {
            site.start("--anze.intake.waiting=" + WAITING);
            ObedientSender sender = new ObedientSender(site.senders());
            site.senders().https(REPORTER);
            ExecutorService threads = Executors.newCachedThreadPool();
            try (RunLog log = new RunLog("overload", site)) {
                PolicyLoad load = new PolicyLoad(sender, "LOC", CAPACITY_SENDERS, BATCH);
                load.send(MINUTE);
                site.awaitDelivered(load.accepted());
                RunLog.Standing begin = log.now();
                load.send(MINUTE);
                // What it takes in goes ahead of what it gives out: only with that does it last.
                site.awaitDelivered(load.accepted());
                double capacity = log.now().acceptedSince(begin);

                double offered = TIMES * capacity / BATCH;
                int senders = (int) Math.max(FEWEST_SENDERS, Math.min(MOST_SENDERS, offered * PERIOD_SECONDS));
                log.say(
                        "capacity %.0f records/s; from now on %d senders with %.1f submissions/s of %d records",
                        capacity, senders, offered, BATCH);
                ObedientSender flood = new ObedientSender(site.senders());
                Duration period = Duration.ofNanos((long) (senders / offered * 1e9));
                for (int i = 0; i < senders; i++) {
                    String party = EnduranceSite.SENDERS.get(i % EnduranceSite.SENDERS.size());
                    threads.submit(() -> guarded(() -> flood(flood, party, period)));
                }
                ObedientSender reporter = new ObedientSender(site.senders());
                threads.submit(() -> guarded(() -> report(reporter)));

                List<Double> shares = new ArrayList<>();
                shares.add(minute(log, capacity));
                Memory early = log.memory();
                for (long minute = 3; minute < MINUTES; minute++) {
                    shares.add(minute(log, capacity));
                }
                Memory late = log.memory();
                open.set(false);
                flood.end();
                threads.shutdown();
                assertThat(threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                        .as("every sender ended")
                        .isTrue();

                log.say("minutes, as shares of the capacity: %s", shares);
                log.say(
                        "answers %s; %s after the first minute of overload; %s at the end; largest RSS %s",
                        flood.answers(), early, late, RunLog.megabytes(log.largest()));
                log.say(
                        "%d accident reports, receipts: median %.2f s, p99 %.2f s, answers %s",
                        reports.size(), at(0.5), at(0.99), reporter.answers());
                site.requireConserved(load.accepted() + taken.get() + reports.size());

                assertThat(sender.faults()).isEmpty();
                assertThat(flood.faults()).isEmpty();
                assertThat(reporter.faults()).isEmpty();
                assertThat(faults).isEmpty();
                assertThat(flood.answers()).as("was asked to wait").anySatisfy((answer, times) -> assertThat(answer)
                        .matches("(429|503) after \\d+ s"));
                assertThat(shares).allSatisfy(share -> assertThat(share).isGreaterThanOrEqualTo(AS_FAST));
                late.requireFlatSince(early);
                assertThat(at(0.99)).as("p99 of the accident report's receipt").isLessThan(LONGEST_REPORT.toSeconds());
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /** What is accepted in a minute, as a share of the capacity. */
    private static double minute(RunLog log, double capacity) throws IOException {
        RunLog.Standing begin = log.now();
        long end = begin.nanos() + MINUTE.toNanos();
        Awaitility.await().atMost(MINUTE.plus(PATIENCE)).until(() -> System.nanoTime() >= end);
        return Math.round(100 * log.now().acceptedSince(begin) / capacity) / 100.0;
    }

    /** Something new each period; while it is asked to wait, nothing new. What was taken is not asked for again. */
    private void flood(ObedientSender sender, String party, Duration period) throws IOException, InterruptedException {
        long due = System.nanoTime();
        while (open.get()) {
            int number = next.getAndIncrement();
            byte[] lines = SamplePolicies.lines(
                    "LOF", Math.multiplyExact(number, BATCH), BATCH, PolicyLoad.REGION, PolicyLoad.SECTOR);
            sender.send(party, "LOF-" + number, PolicyLoad.MAPPING, lines)
                    .ifPresent(accepted -> requireAll(number, accepted));
            taken.addAndGet(BATCH);
            due = Math.max(due + period.toNanos(), System.nanoTime());
            sender.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
        }
    }

    private void requireAll(int number, long accepted) {
        if (accepted != BATCH) {
            fault("LOF-" + number + " accepted " + accepted);
        }
    }

    private void report(ObedientSender sender) throws IOException, InterruptedException {
        for (int i = 0; open.get(); i++) {
            long begin = System.nanoTime();
            String id = "LOA-" + i;
            byte[] report = ("{\"reportNo\":\"" + id
                            + "\",\"uscc\":\"91140212MAXX00015K\",\"occurredAt\":\"2026-06-18T02:00:00+08:00\","
                            + "\"reportedAt\":\"2026-06-18T02:40:00+08:00\",\"place\":\"大同市云冈区储罐区\",\"region\":\"140212\","
                            + "\"type\":\"火灾\",\"brief\":\"装卸过程中起火\",\"dead\":0,\"missing\":0,\"serious\":1,\"minor\":2,\"directLoss\":12000000,\"levelPrelim\":\"一般\",\"riskRegion\":\"140212\",\"sector\":\"03\"}\n")
                    .getBytes(StandardCharsets.UTF_8);
            long accepted = sender.sendAndLook(REPORTER, id, "canonical-accidentReport", report);
            synchronized (reports) {
                reports.add((System.nanoTime() - begin) / 1e9);
            }
            if (accepted != 1) {
                fault(id + " accepted " + accepted);
            }
            sender.pause(REPORT_EVERY);
        }
    }

    private double at(double share) {
        synchronized (reports) {
            List<Double> sorted = reports.stream().sorted().toList();
            return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private void guarded(Work work) {
        try {
            work.run();
        } catch (Exception e) {
            if (open.get()) {
                fault(e.toString());
            }
        }
    }

    private synchronized void fault(String what) {
        if (faults.size() < 20) {
            faults.add(what);
        }
    }
}
