package org.anze.gateway.intake;

import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.anze.gateway.intake.admission.Admission;
import org.anze.gateway.intake.admission.Reach;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.origin.OriginSignatures;
import org.anze.gateway.origin.OriginWatch;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** Takes submissions in, gives them an identity and hands them to the processor. Safe for many threads. */
public final class SubmissionDesk implements IntakeDesk, SubmissionLookup {

    /** How often it is looked whether another node has finished a submission. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private static final Pattern MESSAGE_ID = Pattern.compile("\\P{C}{1,200}");

    private final SubmissionRows rows;
    private final SubmissionProcessor processor;
    private final StraightToLedger straight;
    private final Admission admission;
    private final MappingChoice choice;
    private final OriginSignatures origins;
    private final Clock clock;
    private final long limit;
    /** For those who hold a thread meanwhile that others may need. */
    private final Semaphore awaited;

    private final Map<String, Awaited> waiting = new ConcurrentHashMap<>();

    /** A submission that somebody waits for, or may soon. */
    private static final class Awaited {
        /** What it was when it was received; null when that is not at hand. */
        private final @Nullable SubmissionStatus received;
        /** With how it ended, as far as that is known here; else whoever waits has to look. */
        private final CompletableFuture<Optional<Appended>> end = new CompletableFuture<>();

        private Awaited(@Nullable SubmissionStatus received) {
            this.received = received;
        }

        Optional<SubmissionStatus> ended(Optional<Appended> last) {
            return received == null ? Optional.empty() : last.flatMap(received::ended);
        }
    }

    SubmissionDesk(
            SubmissionRows rows,
            SubmissionProcessor processor,
            StraightToLedger straight,
            Admission admission,
            MappingChoice choice,
            OriginSignatures origins,
            Clock clock,
            IntakeSettings settings) {
        this.rows = rows;
        this.processor = processor;
        this.straight = straight;
        this.admission = admission;
        this.choice = choice;
        this.origins = origins;
        this.clock = clock;
        this.limit = settings.maxSize().toBytes();
        this.awaited = new Semaphore(settings.awaited());
        processor.whenFinal(this::ring);
    }

    /**
     * Wakes who waits for a submission that became final on another node; they look for themselves.
     *
     * @param id empty when nobody knows which: then all look
     */
    void becameFinal(String id) {
        List<String> ids = id.isEmpty() ? List.copyOf(waiting.keySet()) : List.of(id);
        ids.forEach(each -> ring(each, Optional.empty()));
    }

    /** @param last what became of its last batch; empty when who waits has to look */
    private void ring(String id, Optional<Appended> last) {
        Awaited awaited = waiting.remove(id);
        if (awaited != null) {
            awaited.end.complete(last);
        }
    }

    @Override
    public SubmissionStatus receive(Arrival arrival, InputStream body) {
        return take(arrival, mapping(arrival), body, Duration.ZERO);
    }

    @Override
    public SubmissionStatus process(Arrival arrival, InputStream body, Duration patience) {
        Mapping mapping = mapping(arrival);
        if (waitsInAnyCase(arrival, mapping)) {
            return takeAndAwait(arrival, mapping, body, patience);
        }
        boolean waits = awaited.tryAcquire();
        try {
            return takeAndAwait(arrival, mapping, body, waits ? patience : Duration.ZERO);
        } finally {
            if (waits) {
                awaited.release();
            }
        }
    }

    /** Requests that may still wait for their receipt, for tests. */
    int placesToWait() {
        return awaited.availablePermits();
    }

    /** Whether its waiting keeps nobody else from being answered, or is worth that. */
    private boolean waitsInAnyCase(Arrival arrival, Mapping mapping) {
        boolean request = arrival.channel() == Arrival.Channel.REST || arrival.channel() == Arrival.Channel.SOAP;
        return !request || processor.isUrgent(mapping);
    }

    private Mapping mapping(Arrival arrival) {
        requireSoundId(arrival.messageId());
        return choice.of(arrival);
    }

    private SubmissionStatus takeAndAwait(Arrival arrival, Mapping mapping, InputStream body, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        SubmissionStatus status = take(arrival, mapping, body, patience.dividedBy(2));
        Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        return status.state().isFinal() || patience.isZero() ? status : await(status.id(), left);
    }

    /** @param patience how long the sender waits while nothing is promised to him */
    private SubmissionStatus take(Arrival arrival, Mapping mapping, InputStream body, Duration patience) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (arrival.dryRun()) {
            throw new IllegalArgumentException("what is only tried goes to the desk for that");
        }
        boolean urgent = processor.isUrgent(mapping);
        try (Admission.Ticket ticket = admitted(arrival, urgent)) {
            // Before a place is taken: a source of revocation may let one wait.
            OriginWatch watch = origins.begin(arrival.party(), arrival.signature());
            Bulkhead.Place place = processor.reservePlace(arrival.party().id(), urgent);
            Handover handover = new Handover(arrival, mapping, ticket, place);
            try {
                InputStream counted = ticket.through(body);
                byte[] head = SubmissionRows.head(counted);
                boolean small = SubmissionRows.isSmall(head, watch, limit);
                if (small && arrival.fileName() == null && !patience.isZero()) {
                    Optional<StraightToLedger.Done> done = straight.send(
                            arrival, mapping, head, now, place, handover.goesFirst(head.length), patience);
                    if (done.isPresent()) {
                        ticket.ended();
                        return status(arrival, done.get());
                    }
                }
                SubmissionRows.Registered registered = rows.register(
                        arrival,
                        SubmissionId.next(now),
                        mapping.name(),
                        head,
                        counted,
                        watch,
                        now,
                        limit,
                        handover::stored);
                return registered.fresh() ? handover.received() : handover.known(registered);
            } finally {
                handover.close();
            }
        }
    }

    private SubmissionStatus status(Arrival arrival, StraightToLedger.Done done) {
        SubmissionRows.Open submission = done.submission();
        return SubmissionStatus.received(arrival, submission).ended(done.last()).orElseGet(() -> find(submission.id()));
    }

    /** One arrival on its way to the processor. For one thread after the other. */
    private final class Handover implements AutoCloseable {
        private final Arrival arrival;
        private final Mapping mapping;
        private final Admission.Ticket ticket;
        private final Bulkhead.Place place;
        private boolean handedOver;
        private @Nullable Boolean goesFirst;
        private @Nullable SubmissionStatus received;

        Handover(Arrival arrival, Mapping mapping, Admission.Ticket ticket, Bulkhead.Place place) {
            this.arrival = arrival;
            this.mapping = mapping;
            this.ticket = ticket;
            this.place = place;
        }

        /** It is in the store now and was not before. */
        void stored(SubmissionRows.Registered registered) {
            ticket.stored();
            SubmissionRows.Open open = registered.open();
            SubmissionStatus status = open == null ? find(registered.id()) : SubmissionStatus.received(arrival, open);
            received = status;
            if (open != null) {
                // Noted down before the work begins: who waits for it need not look whether it was quicker.
                waiting.computeIfAbsent(registered.id(), id -> new Awaited(status));
            }
            handOver(registered, status);
        }

        /** It was in the store before. */
        SubmissionStatus known(SubmissionRows.Registered registered) {
            SubmissionStatus status = find(registered.id());
            if (!status.state().isFinal()) {
                // An earlier attempt may have stored it and been told that nothing was kept.
                handOver(registered, status);
            }
            return status;
        }

        /** Decided once, however often it is tried. */
        boolean goesFirst(long bytes) {
            Boolean decided = goesFirst;
            if (decided == null) {
                decided = processor.goesFirst(arrival.party().id(), mapping.name(), bytes);
                goesFirst = decided;
            }
            return decided;
        }

        private void handOver(SubmissionRows.Registered registered, SubmissionStatus status) {
            handedOver = processor.submit(
                    new SubmissionRows.Unfinished(
                            registered.seq(), registered.id(), status.party(), mapping.name(), status.bytes()),
                    registered.open(),
                    body(registered),
                    () -> goesFirst(status.bytes()),
                    place);
            if (!handedOver && !processor.isHere()) {
                // Another node does it, and this one may not hear of it: who waits looks.
                becameFinal(registered.id());
            }
        }

        SubmissionStatus received() {
            if (received == null) {
                throw new IllegalStateException("a submission was stored and not handed over");
            }
            return received;
        }

        @Override
        public void close() {
            if (!handedOver) {
                place.close();
            }
        }
    }

    private static BodiesAtHand.@Nullable Body body(SubmissionRows.Registered registered) {
        SubmissionRows.Open open = registered.open();
        byte[] content = registered.body();
        return open == null || content == null ? null : new BodiesAtHand.Body(registered.key(), open.digest(), content);
    }

    private Admission.Ticket admitted(Arrival arrival, boolean urgent) {
        return arrival.channel() == Arrival.Channel.OVERSIGHT
                ? admission.admitOwn(arrival.party())
                : admission.admit(
                        arrival.party(),
                        urgent,
                        arrival.channel() == Arrival.Channel.SFTP ? Reach.ONE_NODE : Reach.EVERY_NODE);
    }

    @Override
    public SubmissionStatus await(String submission, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        SubmissionStatus status = awaitHere(submission, processor.isHere() ? patience : shorter(patience, LOOK_EVERY));
        while (!status.state().isFinal()
                && System.nanoTime() < end
                && !Thread.currentThread().isInterrupted()) {
            // Another node's word may be lost; what it did stands in the store.
            Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
            status = awaitHere(submission, processor.isHere() ? left : shorter(left, LOOK_EVERY));
        }
        return status;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private SubmissionStatus awaitHere(String submission, Duration patience) {
        Awaited awaited = waiting.get(submission);
        if (awaited == null) {
            // Noted down before the look: what becomes final after the look ends it.
            awaited = waiting.computeIfAbsent(submission, id -> new Awaited(null));
            boolean open = false;
            try {
                SubmissionStatus status = find(submission);
                open = !status.state().isFinal();
                if (!open) {
                    return status;
                }
            } finally {
                if (!open) {
                    waiting.remove(submission, awaited);
                    awaited.end.complete(Optional.empty());
                }
            }
        }
        try {
            Optional<Appended> last = awaited.end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            Optional<SubmissionStatus> ended = awaited.ended(last);
            if (ended.isPresent()) {
                return ended.get();
            }
        } catch (TimeoutException e) {
            // The caller is told how far it is.
            return find(submission);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails this future", e);
        }
        return find(submission);
    }

    @Override
    public Optional<SubmissionStatus> find(String party, String submissionOrMessageId) {
        return rows.statuses().statusFor(party, submissionOrMessageId);
    }

    private SubmissionStatus find(String id) {
        try {
            return rows.statuses().status(id).orElseThrow(() -> new IllegalArgumentException("no submission " + id));
        } catch (DataAccessException e) {
            throw new TryAgainLater(IntakeProblem.STORE_DOWN, e);
        }
    }

    private static void requireSoundId(String messageId) {
        if (!MESSAGE_ID.matcher(messageId).matches()) {
            throw new SenderMustCorrect(IntakeProblem.ID_MALFORMED, Location.WHOLE);
        }
    }
}
