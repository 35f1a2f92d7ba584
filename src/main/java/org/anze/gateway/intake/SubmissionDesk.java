package org.anze.gateway.intake;

import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.springframework.dao.DataAccessException;

/** Takes submissions in, gives them an identity and hands them to the processor. Safe for many threads. */
public final class SubmissionDesk implements IntakeDesk, SubmissionLookup {

    private static final Pattern MESSAGE_ID = Pattern.compile("\\P{C}{1,200}");

    private final SubmissionRows rows;
    private final SubmissionProcessor processor;
    private final DryRun dryRun;
    private final Supplier<Mappings> mappings;
    private final Clock clock;
    private final long limit;
    private final Map<String, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();

    SubmissionDesk(
            SubmissionRows rows,
            SubmissionProcessor processor,
            DryRun dryRun,
            Supplier<Mappings> mappings,
            Clock clock,
            long limit) {
        this.rows = rows;
        this.processor = processor;
        this.dryRun = dryRun;
        this.mappings = mappings;
        this.clock = clock;
        this.limit = limit;
        processor.whenFinal(id -> {
            CompletableFuture<Void> waits = waiting.remove(id);
            if (waits != null) {
                waits.complete(null);
            }
        });
    }

    @Override
    public SubmissionStatus receive(Arrival arrival, InputStream body) {
        requireSoundId(arrival.messageId());
        Mapping mapping = mapping(arrival);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (arrival.dryRun()) {
            return dryRun.run(arrival, mapping, body, now, limit);
        }
        Bulkhead.Place place = processor.reservePlace(arrival.party().id());
        boolean handedOver = false;
        try {
            SubmissionRows.Registered registered =
                    rows.register(arrival, SubmissionId.next(now), mapping.name(), body, now, limit);
            SubmissionStatus status = find(registered.id());
            // Not only a fresh one: an earlier attempt may have stored it and been told that nothing was kept.
            handedOver = !status.state().isFinal()
                    && processor.submit(
                            new SubmissionRows.Unfinished(
                                    registered.seq(), registered.id(), status.party(), status.bytes()),
                            place);
            return status;
        } finally {
            if (!handedOver) {
                place.close();
            }
        }
    }

    @Override
    public SubmissionStatus await(String submission, Duration patience) {
        // The bell is hung up before the look: what becomes final after the look rings it.
        CompletableFuture<Void> bell = waiting.computeIfAbsent(submission, id -> new CompletableFuture<>());
        SubmissionStatus status = find(submission);
        if (status.state().isFinal()) {
            waiting.remove(submission, bell);
            bell.complete(null);
            return status;
        }
        try {
            bell.get(patience.toMillis(), TimeUnit.MILLISECONDS);
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
        return rows.statusFor(party, submissionOrMessageId);
    }

    private SubmissionStatus find(String id) {
        try {
            return rows.status(id).orElseThrow(() -> new IllegalArgumentException("no submission " + id));
        } catch (DataAccessException e) {
            throw new TryAgainLater(IntakeProblem.STORE_DOWN, e);
        }
    }

    private static void requireSoundId(String messageId) {
        if (!MESSAGE_ID.matcher(messageId).matches()) {
            throw new SenderMustCorrect(IntakeProblem.ID_MALFORMED, Location.WHOLE);
        }
    }

    private Mapping mapping(Arrival arrival) {
        Party.Intake intake = arrival.party().intake();
        if (intake == null) {
            throw new SenderMustCorrect(IntakeProblem.CHANNEL_CLOSED, Location.WHOLE);
        }
        String name = arrival.mapping() == null ? intake.mapping() : arrival.mapping();
        if (name == null || !mayUse(intake, name)) {
            throw new SenderMustCorrect(IntakeProblem.MAPPING_NOT_ALLOWED, Location.WHOLE, name == null ? "—" : name);
        }
        return mappings.get()
                .find(arrival.party().id(), name)
                .orElseThrow(() -> new TryAgainLater(IntakeProblem.MAPPING_UNKNOWN, null, name));
    }

    private static boolean mayUse(Party.Intake intake, String name) {
        return intake.allows(name)
                || (intake.sftp() != null && intake.sftp().files().containsValue(name))
                || (intake.queue() != null && name.equals(intake.queue().mapping()))
                || (intake.legacySoap() != null
                        && name.equals(intake.legacySoap().mapping()));
    }
}
