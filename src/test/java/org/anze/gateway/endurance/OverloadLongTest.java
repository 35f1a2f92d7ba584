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
 * Five times what the gateway can take, offered for {@code -Danze.long.minutes}: what it accepts stays what it could before, its
 * memory too, recipients go on getting records, and an accident report that is sent beside it every five seconds does not wait.
 * Senders wait as they are told to, or, with {@code -Danze.long.obedient=false}, come again as if nobody had told them anything.
 * A minute has {@code -Danze.long.window} seconds; the
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
    /** Of what was delivered before: taking in goes first while there is too much of it. */
    private static final double STILL_DELIVERED = 0.4;
    /** How much sooner than anything else an accident report is processed, at the least. */
    private static final double SOONER = 10;

    private static final boolean OBEDIENT = Boolean.parseBoolean(System.getProperty("anze.long.obedient", "true"));
    private static final String REPORTER = "insurer-jia";
    private static final Duration REPORT_EVERY = Duration.ofSeconds(5);
    private static final Duration LONGEST_REPORT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicInteger reported = new AtomicInteger();
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
                RunLog.Standing full = log.now();
                Speed capacity = Speed.between(begin, full);

                double offered = TIMES * capacity.in / BATCH;
                int senders = (int) Math.max(FEWEST_SENDERS, Math.min(MOST_SENDERS, offered * PERIOD_SECONDS));
                log.say(
                        "capacity %.0f records/s; from now on %d senders with %.1f submissions/s of %d records",
                        capacity.in, senders, offered, BATCH);
                Duration period = Duration.ofNanos((long) (senders / offered * 1e9));
                ObedientSender flood = OBEDIENT
                        ? new ObedientSender(site.senders())
                        : ObedientSender.impatient(site.senders(), period);
                for (int i = 0; i < senders; i++) {
                    String party = EnduranceSite.SENDERS.get(i % EnduranceSite.SENDERS.size());
                    threads.submit(() -> guarded(() -> flood(flood, party, period)));
                }
                ObedientSender reporter = new ObedientSender(site.senders());
                reports(threads, reporter);

                List<Speed> shares = new ArrayList<>();
                List<Long> askedToWait = new ArrayList<>();
                long refused = 0;
                Memory early = null;
                for (long minute = 0; minute < MINUTES; minute++) {
                    shares.add(minute(log, capacity));
                    askedToWait.add(flood.toldToWait() - refused);
                    refused += askedToWait.get(askedToWait.size() - 1);
                    early = early == null ? log.memory() : early;
                }
                Memory late = log.memory();
                open.set(false);
                flood.end();
                threads.shutdown();
                assertThat(threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                        .as("every sender ended")
                        .isTrue();

                log.say("minutes, as shares of the capacity, in and out: %s", shares);
                log.say("asked to wait, in each minute: %s of %d posts", askedToWait, flood.posts());
                double others = site.medianWait("LOF-%");
                log.say(
                        "answers %s; %s after the first minute of overload; %s at the end; largest RSS %s",
                        flood.answers(), early, late, RunLog.megabytes(log.largest()));
                log.say(
                        "%d accident reports, receipts: median %.2f s, p99 %.2f s, longest %.2f s, answers %s; others are"
                                + " processed after %.1f s in the median",
                        reports.size(), at(0.5), at(0.99), at(1), reporter.answers(), others);
                site.requireConserved(load.accepted() + taken.get() + reports.size());

                assertThat(sender.faults()).isEmpty();
                assertThat(flood.faults()).isEmpty();
                assertThat(reporter.faults()).isEmpty();
                assertThat(reports).as("reports with a receipt").hasSize(reported.get());
                assertThat(faults).isEmpty();
                assertThat(askedToWait.subList(askedToWait.size() / 2, askedToWait.size()))
                        .as("senders asked to wait in each minute of the second half")
                        .allMatch(times -> times > 0);
                assertThat(shares).as("in").allMatch(share -> share.in >= AS_FAST);
                assertThat(shares).as("out").allMatch(share -> share.out >= STILL_DELIVERED);
                int third = Math.max(1, shares.size() / 3);
                assertThat(Speed.mean(shares.subList(shares.size() - third, shares.size())).in)
                        .as("in, the last third")
                        .isGreaterThanOrEqualTo(AS_FAST * Speed.mean(shares.subList(0, third)).in);
                assertThat(Speed.mean(shares.subList(shares.size() - third, shares.size())).out)
                        .as("out, the last third")
                        .isGreaterThanOrEqualTo(AS_FAST * Speed.mean(shares.subList(0, third)).out);
                late.requireFlatSince(early);
                assertThat(at(0.99)).as("p99 of the accident report's receipt").isLessThan(LONGEST_REPORT.toSeconds());
                assertThat(at(0.5) * SOONER).as("an accident report, ten times").isLessThan(others);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /**
     * Records a second.
     *
     * @param in accepted
     * @param out delivered, to all recipients together
     */
    private record Speed(double in, double out) {

        static Speed between(RunLog.Standing earlier, RunLog.Standing later) {
            return new Speed(later.acceptedSince(earlier), later.deliveredSince(earlier));
        }

        static Speed mean(List<Speed> speeds) {
            return new Speed(
                    speeds.stream().mapToDouble(Speed::in).average().orElseThrow(),
                    speeds.stream().mapToDouble(Speed::out).average().orElseThrow());
        }

        Speed of(Speed whole) {
            return new Speed(in / whole.in, out / whole.out);
        }

        @Override
        public String toString() {
            return "%.2f/%.2f".formatted(in, out);
        }
    }

    /** What is accepted and delivered in a minute, as shares of the capacity. */
    private static Speed minute(RunLog log, Speed capacity) throws IOException {
        RunLog.Standing begin = log.now();
        long end = begin.nanos() + MINUTE.toNanos();
        Awaitility.await().atMost(MINUTE.plus(PATIENCE)).until(() -> System.nanoTime() >= end);
        return Speed.between(begin, log.now()).of(capacity);
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

    /** On a schedule, each by a thread of its own: one that is stuck hides no other. */
    private void reports(ExecutorService threads, ObedientSender sender) {
        threads.submit(() -> guarded(() -> {
            for (int i = 0; open.get(); i++) {
                String id = "LOA-" + i;
                threads.submit(() -> guarded(() -> report(sender, id)));
                sender.pause(REPORT_EVERY);
            }
        }));
    }

    private void report(ObedientSender sender, String id) throws IOException, InterruptedException {
        reported.incrementAndGet();
        long begin = System.nanoTime();
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
