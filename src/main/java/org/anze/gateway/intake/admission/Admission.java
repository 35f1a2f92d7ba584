package org.anze.gateway.intake.admission;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.anze.gateway.intake.admission.AdmissionSettings.Allowance;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Lets a submission in or says when to come again, before any of its bytes is stored. Safe for many threads.
 *
 * <p>Of a party's rates this node gives its part, one of as many as there are nodes alive, and the whole to what can use
 * only one node. What waits, and what came in a day, is what the database says of all nodes, at most a second and a minute
 * old, and what this node has let in since: for that time, each other node may let in as much again.
 */
public final class Admission implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration SUM_EVERY = Duration.ofMinutes(1);
    /** Who would be refused by what the last look said is judged by a newer one, but looks do not follow each other closer. */
    private static final Duration LOOK_AT_MOST_EVERY = Duration.ofMillis(50);

    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    /** Of what may wait, one part in this many is kept for what is urgent. */
    private static final int URGENT_RESERVE = 20;

    private final AdmissionSettings settings;
    private final long mostWaiting;
    private final Backlog backlog;
    private final IntSupplier nodes;
    private final Clock clock;
    private final LongSupplier nanos;
    private final MeterRegistry meters;
    private final Map<String, Sender> senders = new HashMap<>();
    private final Load submissions = new Load();
    private final Load bytes = new Load();
    private final ReentrantLock looking = new ReentrantLock();
    private final ScheduledExecutorService timer;
    /** What the store said last, for parties that send their first submission after it. */
    private Map<String, Backlog.Waiting> said = Map.of();

    private Map<String, Long> ofToday = Map.of();
    private Instant day;
    private long lookedAt;
    private boolean looked;

    /**
     * Looks at the store from {@link #start()} on; before, and whenever somebody would be refused, when asked.
     *
     * @param mostWaiting submissions of all parties that may wait; a quarter of them may be of one
     * @param nodes how many nodes live, this one included
     * @param nanos a monotonic clock
     */
    public Admission(
            AdmissionSettings settings,
            int mostWaiting,
            Backlog backlog,
            IntSupplier nodes,
            Clock clock,
            LongSupplier nanos,
            MeterRegistry meters) {
        this.settings = settings;
        this.mostWaiting = mostWaiting;
        this.backlog = backlog;
        this.nodes = nodes;
        this.clock = clock;
        this.nanos = nanos;
        this.meters = meters;
        this.day = today();
        this.timer = Executors.newScheduledThreadPool(2, new CustomizableThreadFactory("intake-admission-"));
    }

    /** Begins to look at the store; what it says now holds from the first submission on. */
    public void start() {
        look();
        sum();
        timer.scheduleWithFixedDelay(this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(this::sum, SUM_EVERY.toMillis(), SUM_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Asks for one submission.
     *
     * @param urgent whether it may use what is kept back for what is urgent
     * @param reach whether it could have come to another node as well
     * @throws TryAgainLater with the time to wait, when the party or all together have used up what they may
     */
    public Ticket admit(Party party, boolean urgent, Reach reach) {
        Allowance allowance = settings.of(party);
        Refusal refusal = judge(party, allowance, urgent, reach);
        if (refusal != null && refusal.byCount() && lookSoon()) {
            refusal = judge(party, allowance, urgent, reach);
        }
        if (refusal != null) {
            meters.counter(
                            "anze.intake.refused",
                            "party",
                            party.id(),
                            "code",
                            refusal.kind().code())
                    .increment();
            holdBack(party.id(), allowance, refusal);
            throw refusal.problem();
        }
        meters.counter("anze.intake.admitted", "party", party.id()).increment();
        return new Ticket(party.id(), allowance, reach);
    }

    private void holdBack(String party, Allowance allowance, Refusal refusal) {
        boolean first;
        synchronized (this) {
            first = sender(party, allowance).heldBack(refusal, nanos.getAsLong());
        }
        if (first) {
            Gauge.builder("anze.intake.held.back", () -> heldBack(party, refusal.kind()))
                    .description("seconds until a party that this node sent away may come again, by the limit's code")
                    .tag("party", party)
                    .tag("code", refusal.kind().code())
                    .baseUnit("seconds")
                    .register(meters);
        }
    }

    /** Seconds until a party that was sent away for this reason may come again; 0 when it may. */
    synchronized double heldBack(String party, AdmissionProblem by) {
        Sender sender = senders.get(party);
        return sender == null ? 0 : sender.heldBack(by, nanos.getAsLong());
    }

    /** Lets in what the gateway itself hands in; it is counted and never refused. */
    public Ticket admitOwn(Party party) {
        Allowance allowance = settings.of(party);
        synchronized (this) {
            begin(sender(party.id(), allowance));
        }
        return new Ticket(party.id(), allowance, Reach.EVERY_NODE);
    }

    private synchronized @Nullable Refusal judge(Party party, Allowance allowance, boolean urgent, Reach reach) {
        beginDay();
        long now = nanos.getAsLong();
        Sender sender = sender(party.id(), allowance);
        long all = urgent ? mostWaiting : mostWaiting - mostWaiting / URGENT_RESERVE;
        if (submissions.waiting() >= all) {
            return Refusal.of(
                    AdmissionProblem.GATEWAY_IS_FULL, true, submissions.until(submissions.waiting() - all + 1));
        }
        long most = settings.waitingBytes().toBytes();
        if (bytes.waiting() >= most) {
            return Refusal.of(AdmissionProblem.GATEWAY_IS_FULL, true, bytes.until(bytes.waiting() - most + 1));
        }
        long share = Math.min(allowance.unfinished(), Math.max(1, mostWaiting / 4));
        long own = urgent ? share : Math.max(1, share - share / URGENT_RESERVE);
        Refusal refusal = sender.judgeUnfinished(own);
        if (refusal == null) {
            refusal = sender.judgeDay(allowance.bytesPerDay(), untilMidnight());
        }
        if (refusal == null) {
            refusal = sender.judgeRates(
                    here(allowance.submissionsPerSecond(), reach), here(allowance.bytesPerSecond(), reach), now);
        }
        if (refusal == null) {
            begin(sender);
        }
        return refusal;
    }

    /** This node's part of a rate. Who could use all nodes and sends to one alone has no more than its part. */
    private double here(double perSecond, Reach reach) {
        return reach == Reach.ONE_NODE ? perSecond : perSecond / Math.max(1, nodes.getAsInt());
    }

    private Duration untilMidnight() {
        return Duration.between(clock.instant(), day.plus(1, ChronoUnit.DAYS));
    }

    private void begin(Sender sender) {
        sender.arriving(1);
        submissions.arriving(1);
    }

    private Sender sender(String party, Allowance allowance) {
        return senders.computeIfAbsent(party, id -> {
            Sender sender = new Sender(allowance, nanos.getAsLong());
            sender.endLook(waiting(said, id), 0);
            sender.endSum(ofToday.getOrDefault(id, 0L));
            Gauge.builder("anze.intake.waiting", () -> waiting(id))
                    .description("submissions of a party that are not final, on all nodes")
                    .tag("party", id)
                    .register(meters);
            return sender;
        });
    }

    /** Submissions of this party that are not final, as far as this node knows. */
    public synchronized long waiting(String party) {
        Sender sender = senders.get(party);
        return sender == null ? 0 : sender.waiting();
    }

    private Instant today() {
        return clock.instant().atOffset(CHINA).truncatedTo(ChronoUnit.DAYS).toInstant();
    }

    private void beginDay() {
        Instant now = today();
        // Also backwards: a clock that was ahead and is right again must not count a day that has not come.
        if (!now.equals(day)) {
            day = now;
            ofToday = Map.of();
            senders.values().forEach(Sender::beginDay);
        }
    }

    /** Asks the store anew unless it was asked just now; whether there is a newer answer. */
    private boolean lookSoon() {
        long asked = nanos.getAsLong();
        synchronized (this) {
            if (looked && asked - lookedAt < LOOK_AT_MOST_EVERY.toNanos()) {
                return false;
            }
        }
        looking.lock();
        try {
            synchronized (this) {
                if (looked && lookedAt - asked >= 0) {
                    return true;
                }
            }
            look();
            return true;
        } finally {
            looking.unlock();
        }
    }

    /** Asks the store what waits. */
    void look() {
        looking.lock();
        try {
            long began = nanos.getAsLong();
            synchronized (this) {
                senders.values().forEach(Sender::beginLook);
                submissions.beginLook();
                bytes.beginLook();
            }
            Map<String, Backlog.Waiting> answer = backlog.waiting();
            synchronized (this) {
                double seconds = looked ? Math.max(0.001, (began - lookedAt) / 1e9) : 0;
                looked = true;
                lookedAt = began;
                learn(answer, seconds);
            }
        } catch (RuntimeException | Error e) {
            // Also an Error: a periodic task that throws is never run again.
            LOG.atWarn().addKeyValue("error", e.toString()).log("it cannot be seen what waits; the last look holds");
        } finally {
            looking.unlock();
        }
    }

    private void learn(Map<String, Backlog.Waiting> answer, double seconds) {
        said = answer;
        senders.forEach((party, sender) -> sender.endLook(waiting(answer, party), seconds));
        long count = 0;
        long size = 0;
        for (Backlog.Waiting waiting : answer.values()) {
            count += waiting.submissions();
            size += waiting.bytes();
        }
        submissions.endLook(count, seconds);
        bytes.endLook(size, seconds);
    }

    private static long waiting(Map<String, Backlog.Waiting> answer, String party) {
        Backlog.Waiting own = answer.get(party);
        return own == null ? 0 : own.submissions();
    }

    /** Asks the store what came today; may take long, and looks go on meanwhile. For one thread. */
    void sum() {
        try {
            Instant of;
            synchronized (this) {
                beginDay();
                of = day;
                senders.values().forEach(Sender::beginSum);
            }
            Map<String, Long> answer = backlog.receivedSince(of);
            synchronized (this) {
                if (of.equals(day)) {
                    learn(answer);
                }
            }
        } catch (RuntimeException | Error e) {
            LOG.atWarn().addKeyValue("error", e.toString()).log("the day's volume cannot be seen; the last sum holds");
        }
    }

    private void learn(Map<String, Long> answer) {
        ofToday = answer;
        senders.forEach((party, sender) -> sender.endSum(answer.getOrDefault(party, 0L)));
    }

    /** A submission that was let in. Not safe for several threads. */
    public final class Ticket implements AutoCloseable {
        private final String party;
        private final Allowance allowance;
        private final Reach reach;
        private long read;
        private boolean open = true;

        private Ticket(String party, Allowance allowance, Reach reach) {
            this.party = party;
            this.allowance = allowance;
            this.reach = reach;
        }

        /** Counts the bytes that are read from a body, whatever becomes of them. */
        public InputStream through(InputStream body) {
            return new FilterInputStream(body) {
                @Override
                public int read() throws IOException {
                    int one = super.read();
                    read += one < 0 ? 0 : 1;
                    return one;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    int count = super.read(buffer, offset, length);
                    read += Math.max(0, count);
                    return count;
                }
            };
        }

        /** Says that it is in the store now and was not before. */
        public void stored() {
            synchronized (Admission.this) {
                sender(party, allowance).stored(read);
                submissions.stored(1);
                bytes.stored(read);
            }
        }

        /** Says that it is in the store now, was not before, and is final already. */
        public void ended() {
            synchronized (Admission.this) {
                sender(party, allowance).ended(read);
            }
        }

        /** It no longer arrives. Harmless when done twice. */
        @Override
        public void close() {
            if (open) {
                open = false;
                synchronized (Admission.this) {
                    Sender sender = sender(party, allowance);
                    sender.flowed(read, here(allowance.bytesPerSecond(), reach));
                    sender.arriving(-1);
                    submissions.arriving(-1);
                }
            }
        }
    }

    /** Ends the looks. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
