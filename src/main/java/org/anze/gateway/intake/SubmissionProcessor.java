package org.anze.gateway.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.anze.gateway.intake.batch.RawBatch;
import org.anze.gateway.ledger.Append.SubmissionRef;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.mapping.RawReader;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Leads stored submissions to their end: reads the raw bytes, cuts batches, sends them down the line, and begins again
 * where the database says whenever something of ours failed. Safe for many threads.
 *
 * <p>Large submissions have workers of their own, so that a file of ten million rows does not hold up another party's
 * accident report.
 */
public final class SubmissionProcessor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SubmissionProcessor.class);
    private static final long LARGE = RawStore.CHUNK;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final SubmissionRows rows;
    private final RawStore raw;
    private final BatchLine line;
    private final Supplier<Mappings> mappings;
    private final Supplier<Parties> parties;
    private final int batchesAhead;
    private final Semaphore places;
    private final ExecutorService prompt;
    private final ExecutorService bulk;
    private final ScheduledExecutorService retries;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private volatile Consumer<String> whenFinal = id -> {};

    SubmissionProcessor(
            SubmissionRows rows,
            RawStore raw,
            BatchLine line,
            Supplier<Mappings> mappings,
            Supplier<Parties> parties,
            IntakeSettings settings) {
        this.rows = rows;
        this.raw = raw;
        this.line = line;
        this.mappings = mappings;
        this.parties = parties;
        this.batchesAhead = settings.batchesAhead();
        this.places = new Semaphore(settings.waiting());
        this.prompt = Executors.newFixedThreadPool(settings.workers(), named("intake"));
        this.bulk = Executors.newFixedThreadPool(2, named("intake-bulk"));
        this.retries = Executors.newSingleThreadScheduledExecutor(named("intake-retry"));
    }

    private static java.util.concurrent.ThreadFactory named(String name) {
        return new org.springframework.scheduling.concurrent.CustomizableThreadFactory(name + "-");
    }

    /** Told the public id of each submission that became final. */
    void whenFinal(Consumer<String> listener) {
        whenFinal = listener;
    }

    /** A place in the bounded queue, taken before the bytes are stored. */
    final class Place {
        private final AtomicBoolean held = new AtomicBoolean(true);

        /** Gives it back; harmless when done twice. */
        void release() {
            if (held.compareAndSet(true, false)) {
                places.release();
            }
        }
    }

    /** @throws TryAgainLater when too many submissions wait already */
    Place reservePlace() {
        if (!open.get() || !places.tryAcquire()) {
            throw new TryAgainLater(IntakeProblem.BUSY, null);
        }
        return new Place();
    }

    /** Queues a stored submission. */
    void submit(long seq, String id, long bytes, Place place) {
        schedule(new Job(seq, id, bytes, place, 0));
    }

    /** Takes up what an earlier run of the gateway left unfinished; called once at start-up. */
    public void resume() {
        List<Long> unfinished = rows.unfinished();
        if (!unfinished.isEmpty()) {
            LOG.atInfo().addKeyValue("submissions", unfinished.size()).log("taking up unfinished submissions");
        }
        for (long seq : unfinished) {
            rows.open(seq)
                    .ifPresent(found ->
                            // Already durable, so it is not refused for lack of a place.
                            schedule(new Job(seq, found.id(), found.bytes(), null, 0)));
        }
    }

    private void schedule(Job job) {
        if (open.get()) {
            (job.bytes > LARGE ? bulk : prompt).execute(() -> attempt(job));
        }
    }

    private void attempt(Job job) {
        try {
            process(job).whenComplete((nothing, failure) -> {
                if (failure == null) {
                    finish(job);
                } else {
                    retry(job, failure);
                }
            });
        } catch (RuntimeException e) {
            retry(job, e);
        }
    }

    private void finish(Job job) {
        if (job.place != null) {
            job.place.release();
        }
        whenFinal.accept(job.id);
    }

    private void retry(Job job, Throwable failure) {
        if (!open.get()) {
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        long pause = Math.min(LONGEST_PAUSE.toMillis(), 100L << Math.min(job.attempts, 10));
        boolean ours = cause instanceof GatewayProblem || cause instanceof DataAccessException;
        LOG.atLevel(ours ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.ERROR)
                .setCause(cause)
                .addKeyValue("submission", job.id)
                .addKeyValue("pauseMs", pause)
                .log("a submission could not be processed; it will be taken up again");
        retries.schedule(() -> schedule(job.again()), pause, TimeUnit.MILLISECONDS);
    }

    /** Reads and cuts; the future completes when the last batch is committed. */
    private CompletableFuture<?> process(Job job) {
        Optional<SubmissionRows.Open> found = rows.open(job.seq);
        if (found.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        SubmissionRows.Open submission = found.get();
        Party party = parties.get()
                .find(submission.party())
                .orElseThrow(() -> new TryAgainLater(IntakeProblem.CHANNEL_CLOSED, null));
        Mapping mapping = mappings.get()
                .find(submission.party(), submission.mapping())
                .orElseThrow(() -> new TryAgainLater(IntakeProblem.MAPPING_UNKNOWN, null, submission.mapping()));
        Cutter cutter = new Cutter(submission, party, mapping);
        try {
            if (submission.bytes() > LARGE && submission.batches() == 0) {
                // Large ones are read once before anything is appended: half a file must not be half accepted.
                try (InputStream in = raw.open(submission.seq())) {
                    mapping.inspect(in);
                }
            }
            return cutter.cut();
        } catch (SenderMustCorrect e) {
            return cutter.refuse(e.finding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops taking up work; what is not final will be resumed at the next start. */
    @Override
    public void close() {
        open.set(false);
        retries.shutdownNow();
        prompt.shutdownNow();
        bulk.shutdownNow();
    }

    private record Job(
            long seq, String id, long bytes, @Nullable Place place, int attempts) {
        Job again() {
            return new Job(seq, id, bytes, place, attempts + 1);
        }
    }

    /** Cuts one submission into batches and keeps a few of them on their way. */
    private final class Cutter {
        private final SubmissionRows.Open submission;
        private final Party party;
        private final Mapping mapping;
        private final SubmissionRef reference;
        private final Deque<CompletableFuture<Appended>> ahead = new ArrayDeque<>();
        private long number;

        Cutter(SubmissionRows.Open submission, Party party, Mapping mapping) {
            this.submission = submission;
            this.party = party;
            this.mapping = mapping;
            this.reference = new SubmissionRef(
                    submission.seq(),
                    submission.id(),
                    submission.party(),
                    submission.messageId(),
                    submission.digest(),
                    submission.receivedAt());
        }

        CompletableFuture<Appended> cut() throws IOException {
            boolean small = submission.bytes() <= LARGE;
            try (InputStream in = raw.open(submission.seq());
                    RawReader reader = mapping.open(in)) {
                List<List<RawRecord>> held = new ArrayList<>();
                List<RawRecord> batch = new ArrayList<>(RawBatch.SIZE);
                RawRecord next = reader.next();
                while (next != null) {
                    batch.add(next);
                    next = reader.next();
                    if (batch.size() == RawBatch.SIZE && next != null) {
                        if (small) {
                            held.add(batch);
                        } else {
                            send(batch, false);
                        }
                        batch = new ArrayList<>(RawBatch.SIZE);
                    }
                }
                // A small submission is held until its end was seen to be sound; a large one was inspected before.
                for (List<RawRecord> earlier : held) {
                    send(earlier, false);
                }
                return send(batch, true);
            }
        }

        private CompletableFuture<Appended> send(List<RawRecord> records, boolean last) {
            long current = number++;
            if (current < submission.batches()) {
                return CompletableFuture.completedFuture(new Appended(0, 0, 0, null));
            }
            while (ahead.size() >= batchesAhead) {
                ahead.removeFirst().join();
            }
            CompletableFuture<Appended> appended =
                    line.exchange(new RawBatch(reference, party, mapping, current, records, last, null));
            ahead.addLast(appended);
            return appended;
        }

        /** The whole is refused; what a crash-interrupted earlier run had appended stays and is counted. */
        CompletableFuture<Appended> refuse(Finding finding) {
            return line.exchange(
                    new RawBatch(reference, party, mapping, submission.batches(), List.of(), true, finding));
        }
    }
}
