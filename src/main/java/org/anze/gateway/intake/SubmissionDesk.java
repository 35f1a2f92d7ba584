package org.anze.gateway.intake;

import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.anze.gateway.intake.admission.Admission;
import org.anze.gateway.intake.admission.Reach;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.origin.OriginSignatures;
import org.anze.gateway.origin.OriginWatch;
import org.anze.gateway.party.Bulkhead;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/** Takes submissions in, gives them an identity and hands them to the processor. Safe for many threads. */
public final class SubmissionDesk implements IntakeDesk, SubmissionLookup {

    private static final Pattern MESSAGE_ID = Pattern.compile("\\P{C}{1,200}");

    private final SubmissionRows rows;
    private final SubmissionStatusRows statuses;
    private final SubmissionProcessor processor;
    private final StraightToLedger straight;
    private final Admission admission;
    private final MappingChoice choice;
    private final OriginSignatures origins;
    private final Clock clock;
    private final long limit;
    /** For those who hold a thread meanwhile that others may need. */
    private final Bulkhead awaited;

    private final Bulkhead awaitedUrgent;

    private final SubmissionEnds ends;

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
        this.statuses = rows.statuses();
        this.processor = processor;
        this.straight = straight;
        this.admission = admission;
        this.choice = choice;
        this.origins = origins;
        this.clock = clock;
        this.limit = settings.maxSize().toBytes();
        this.awaited = new Bulkhead(settings.awaited(), settings.awaited());
        this.awaitedUrgent = new Bulkhead(settings.awaitedUrgent(), settings.awaitedUrgent() / 2);
        this.ends = new SubmissionEnds(statuses, processor::isHere);
        processor.whenFinal(ends::ended);
    }

    /**
     * Wakes who waits for a submission that became final on another node; they look for themselves.
     *
     * @param id empty when nobody knows which: then all look
     */
    void becameFinal(String id) {
        ends.lookAgain(id);
    }

    @Override
    public SubmissionStatus receive(Arrival arrival, InputStream body) {
        return take(arrival, mapping(arrival), body, Duration.ZERO);
    }

    @Override
    public SubmissionStatus process(Arrival arrival, InputStream body, Duration patience) {
        Mapping mapping = mapping(arrival);
        if (arrival.channel() != Arrival.Channel.REST && arrival.channel() != Arrival.Channel.SOAP) {
            return takeAndAwait(arrival, mapping, body, patience);
        }
        Optional<Bulkhead.Place> place = placeToWait(arrival.party().id(), processor.isUrgent(mapping));
        try {
            return takeAndAwait(arrival, mapping, body, place.isPresent() ? patience : Duration.ZERO);
        } finally {
            place.ifPresent(Bulkhead.Place::close);
        }
    }

    /** What is called urgent has places of its own, but not all: whoever says so of everything must not hold every thread. */
    private Optional<Bulkhead.Place> placeToWait(String party, boolean urgent) {
        return (urgent ? awaitedUrgent.enter(party, Duration.ZERO) : Optional.<Bulkhead.Place>empty())
                .or(() -> awaited.enter(party, Duration.ZERO));
    }

    /** Requests that may still wait for their receipt, without those kept for what is urgent; for tests. */
    int placesToWait() {
        return awaited.free();
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
        return SubmissionStatus.received(arrival, submission)
                .ended(done.last())
                .orElseGet(() -> statuses.known(submission.id()));
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
            SubmissionStatus status =
                    open == null ? statuses.known(registered.id()) : SubmissionStatus.received(arrival, open);
            received = status;
            if (open != null) {
                // Before the work begins: who waits for it need not look whether it was quicker.
                ends.expect(status);
            }
            handOver(registered, status);
        }

        /** It was in the store before. */
        SubmissionStatus known(SubmissionRows.Registered registered) {
            SubmissionStatus status = statuses.known(registered.id());
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
                ends.lookAgain(registered.id());
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
        return ends.await(submission, patience);
    }

    @Override
    public Optional<SubmissionStatus> find(String party, String submissionOrMessageId) {
        return statuses.statusFor(party, submissionOrMessageId);
    }

    private static void requireSoundId(String messageId) {
        if (!MESSAGE_ID.matcher(messageId).matches()) {
            throw new SenderMustCorrect(IntakeProblem.ID_MALFORMED, Location.WHOLE);
        }
    }
}
