package org.anze.gateway.intake;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.anze.gateway.intake.SubmissionRows.Unfinished;
import org.anze.gateway.intake.returned.SubmissionReading;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.nodes.Bell;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.nodes.Ringer;
import org.anze.gateway.party.Bulkhead;
import org.anze.gateway.party.Parties;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Sees to it that stored submissions come to their end: gives each its turn to be worked on ({@link SubmissionWork}), and begins
 * again where the database says whenever something of ours failed. Safe for many threads.
 *
 * <p>Whose turn it is say the {@link Lanes}; a large submission gives its thread up from time to time when other parties have
 * large ones that wait.
 */
public final class SubmissionProcessor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SubmissionProcessor.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration TAKE_UP_EVERY = Duration.ofSeconds(15);
    private static final int PAGE = 1000;

    private final SubmissionRows rows;
    private final RawStore raw;
    private final Supplier<Mappings> mappings;
    private final Lease lease;
    private final Ringer others;
    private final Bulkhead places;
    /** For what goes first, however much of the rest waits. */
    private final Bulkhead urgentPlaces;

    private final Lanes lanes;
    private final SubmissionWork work;
    private final ScheduledExecutorService retries;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicBoolean looks = new AtomicBoolean();
    /** Numbers of the submissions this process works on; as many as there are places. */
    private final Set<Long> inHand = ConcurrentHashMap.newKeySet();

    private final ParkedRelease parked;
    private volatile BiConsumer<String, Optional<Appended>> whenFinal = (id, last) -> {};

    SubmissionProcessor(
            SubmissionRows rows,
            RawStore raw,
            SubmissionReading reading,
            LineToLedger line,
            Supplier<Mappings> mappings,
            Supplier<Parties> parties,
            ParkedRelease parked,
            Lease lease,
            Ringer others,
            IntakeSettings settings,
            Function<Consumer<List<SubmissionJob>>, Lanes> lanes) {
        this.rows = rows;
        this.raw = raw;
        this.mappings = mappings;
        this.parked = parked;
        this.lease = lease;
        this.others = others;
        this.places = new Bulkhead(settings.waiting(), settings.waiting() / 4);
        int urgent = Math.max(4, settings.waiting() / 20);
        this.urgentPlaces = new Bulkhead(urgent, urgent / 4);
        this.retries = Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("intake-retry-"));
        this.lanes = lanes.apply(this::attempt);
        this.work = new SubmissionWork(
                rows, raw, reading, line, mappings, parties, lease, settings.batchesAhead(), this.lanes.batches());
    }

    /**
     * Told the public id of each submission that became final, with what became of its last batch; without that when this
     * node no longer works on it.
     */
    void whenFinal(BiConsumer<String, Optional<Appended>> listener) {
        whenFinal = listener;
    }

    /**
     * A place in the bounded queue of this process, taken before the bytes are stored.
     *
     * @param urgent whether it may have one of those kept for what is urgent
     * @throws TryAgainLater when too many submissions wait already, or too many of this party
     */
    Bulkhead.Place reservePlace(String party, boolean urgent) {
        return Optional.of(party)
                .filter(id -> open.get())
                .flatMap(id -> place(id, urgent))
                .orElseThrow(() -> new TryAgainLater(IntakeProblem.BUSY, null));
    }

    private Optional<Bulkhead.Place> place(String party, boolean urgent) {
        return (urgent ? urgentPlaces.enter(party, Duration.ZERO) : Optional.<Bulkhead.Place>empty())
                .or(() -> places.enter(party, Duration.ZERO));
    }

    /** Whether submissions under this mapping are of the urgent kind. */
    boolean isUrgent(Mapping mapping) {
        return lanes.isUrgent(mapping);
    }

    /** Whether submissions are processed by this node; another one does when it is not. */
    boolean isHere() {
        return lease.isHeld();
    }

    /**
     * Takes a stored submission in hand together with the place; false when it is in hand already, or another node's work,
     * which then hears of it.
     */
    boolean submit(Unfinished stored, Bulkhead.Place place) {
        return submit(stored, null, null, () -> goesFirst(stored.party(), stored.mapping(), stored.bytes()), place);
    }

    /**
     * The same.
     *
     * @param fresh what the caller stored a moment ago; null when it has to be read
     * @param body the whole of it; null when it has to be read
     * @param goesFirst asked once, when it is taken in hand
     */
    boolean submit(
            Unfinished stored,
            SubmissionRows.@Nullable Open fresh,
            BodiesAtHand.@Nullable Body body,
            BooleanSupplier goesFirst,
            Bulkhead.Place place) {
        // Before it is said to be this node's work: whoever has it later than that has another number.
        long token = lease.token();
        if (token == Lease.NONE) {
            others.ring(Bell.SUBMITTED, "");
            return false;
        }
        if (!inHand.add(stored.seq())) {
            return false;
        }
        if (body != null) {
            raw.atHand().keep(stored.seq(), body);
        }
        schedule(new SubmissionJob(stored, fresh, token, place, goesFirst.getAsBoolean(), 0, false, null));
        return true;
    }

    /**
     * Leads a small submission to the ledger that is not stored yet. Nobody else knows of it.
     *
     * @param place the caller's, who gives it back
     */
    void goStraight(
            SubmissionRows.Open submission, SubmissionJob.Straight straight, boolean goesFirst, Bulkhead.Place place) {
        Unfinished named = new Unfinished(
                submission.seq(), submission.id(), submission.party(), submission.mapping(), submission.bytes());
        // Without the lease, now or later, the writer refuses it.
        schedule(new SubmissionJob(named, submission, lease.token(), place, goesFirst, 0, false, straight));
    }

    /** Whether a submission goes before the others; asked once for each, because it uses up a part of its party's share. */
    boolean goesFirst(String party, String mapping, long bytes) {
        return lanes.goesFirst(party, mapping, bytes);
    }

    /**
     * Begins to take up what is stored and in nobody's hand: at first what an earlier run of the gateway left unfinished,
     * later a submission whose sender was told that nothing was kept because the answer to the commit had been lost. Parked
     * records are looked after from now on, too.
     */
    public void resume() {
        parked.start();
        retries.scheduleWithFixedDelay(this::takeUp, 0, TAKE_UP_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        lease.onChange(held -> {
            if (held) {
                lookSoon();
            }
        });
    }

    /** Another node stored something, or the work has become this node's. */
    void lookSoon() {
        if (lease.isHeld() && looks.compareAndSet(false, true)) {
            try {
                retries.execute(this::takeUp);
            } catch (RejectedExecutionException e) {
                LOG.debug("closed; what is stored is taken up at the next start");
            }
        }
    }

    private void takeUp() {
        looks.set(false);
        if (!lease.isHeld()) {
            return;
        }
        try {
            List<Unfinished> page = rows.unfinished(0, PAGE);
            while (!page.isEmpty() && open.get()) {
                for (Unfinished stored : page) {
                    if (!inHand.contains(stored.seq())) {
                        // Without a place it stays where it is durable until the next look.
                        place(stored.party(), isUrgent(stored))
                                .filter(place -> !submit(stored, place))
                                .ifPresent(Bulkhead.Place::close);
                    }
                }
                page = rows.unfinished(page.get(page.size() - 1).seq(), PAGE);
            }
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("error", e.toString()).log("unfinished submissions cannot be looked for");
        }
    }

    private boolean isUrgent(Unfinished stored) {
        return mappings.get()
                .find(stored.party(), stored.mapping())
                .filter(lanes::isUrgent)
                .isPresent();
    }

    private void schedule(SubmissionJob job) {
        if (open.get()) {
            lanes.execute(job);
        }
    }

    /** One submission, or several small ones. */
    private void attempt(List<SubmissionJob> jobs) {
        if (Lanes.isLarge(jobs.get(0).stored().bytes())) {
            jobs.forEach(this::attemptLarge);
            return;
        }
        List<CompletableFuture<Appended>> ends;
        try {
            ends = work.leadSmall(jobs);
        } catch (RuntimeException | Error e) {
            // As with large ones; what was sent all the same is found to be appended when it is sent again.
            jobs.forEach(job -> settle(job, null, e));
            return;
        }
        for (int i = 0; i < jobs.size(); i++) {
            SubmissionJob job = jobs.get(i);
            ends.get(i).whenComplete((last, failure) -> settle(job, last, failure));
        }
    }

    private void attemptLarge(SubmissionJob job) {
        try {
            Optional<CompletableFuture<Appended>> end = work.leadLarge(
                    job,
                    lanes.bulkSlice(),
                    () -> open.get() && lanes.othersWaitForBulk(job.stored().party()));
            if (end.isEmpty()) {
                schedule(job.onward());
                return;
            }
            end.get().whenComplete((last, failure) -> settle(job, last, failure));
        } catch (RuntimeException | Error e) {
            // Also an Error: the submission is durable, and nobody else would take it up.
            retry(job, e);
        }
    }

    private void settle(SubmissionJob job, @Nullable Appended last, @Nullable Throwable failure) {
        if (job.straight() != null) {
            job.straight().end(last, failure);
            return;
        }
        if (failure != null) {
            retry(job, failure);
            return;
        }
        inHand.remove(job.stored().seq());
        job.place().close();
        whenFinal.accept(job.stored().id(), Optional.ofNullable(last));
        others.ring(Bell.FINISHED, job.stored().id());
    }

    private void retry(SubmissionJob job, Throwable failure) {
        if (!open.get()) {
            return;
        }
        if (!lease.isHeld()) {
            // It is durable, and the node that has the work now takes it up.
            inHand.remove(job.stored().seq());
            job.place().close();
            // Who waits for it has to look for himself from now on.
            whenFinal.accept(job.stored().id(), Optional.empty());
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (LineToLedger.isOutdated(cause) && !job.careful()) {
            schedule(job.carefully());
            return;
        }
        long pause = Math.min(LONGEST_PAUSE.toMillis(), 100L << Math.min(job.attempts(), 10));
        if (job.attempts() < 3 || job.attempts() % 20 == 0) {
            boolean expected = cause instanceof GatewayProblem
                    || cause instanceof DataAccessException
                    || cause instanceof UncheckedIOException;
            LOG.atLevel(expected ? Level.WARN : Level.ERROR)
                    .setCause(expected ? null : cause)
                    .addKeyValue("submission", job.stored().id())
                    .addKeyValue("attempts", job.attempts() + 1)
                    .addKeyValue("error", cause.toString())
                    .log("a submission could not be processed; it will be taken up again");
        }
        retries.schedule(() -> schedule(job.again()), pause, TimeUnit.MILLISECONDS);
    }

    /** Stops taking up work; what is not final will be resumed at the next start. */
    @Override
    public void close() {
        open.set(false);
        parked.close();
        retries.shutdownNow();
        lanes.close();
    }
}
