package org.anze.gateway.intake;

import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.origin.OriginSignatures;
import org.anze.gateway.origin.OriginWatch;
import org.anze.gateway.party.Bulkhead;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;

/** The intake desk with a place beside it where submissions are only tried. Safe for many threads. */
final class DryRunDesk implements IntakeDesk, DryRuns {

    /** Each costs as much as a real submission, and gives nothing that somebody waits for. One party has half of them at most. */
    private static final int MOST_AT_ONCE = 4;

    private final IntakeDesk desk;
    private final DryRun dryRun;
    private final MappingChoice choice;
    private final OriginSignatures origins;
    private final Clock clock;
    private final long limit;
    private final Bulkhead places = new Bulkhead(MOST_AT_ONCE, MOST_AT_ONCE / 2);

    /** @param limit largest body in bytes */
    DryRunDesk(
            IntakeDesk desk, DryRun dryRun, MappingChoice choice, OriginSignatures origins, Clock clock, long limit) {
        this.desk = desk;
        this.dryRun = dryRun;
        this.choice = choice;
        this.origins = origins;
        this.clock = clock;
        this.limit = limit;
    }

    @Override
    public SubmissionStatus receive(Arrival arrival, InputStream body) {
        return arrival.dryRun() ? tryOut(arrival, body, null).status() : desk.receive(arrival, body);
    }

    @Override
    public SubmissionStatus process(Arrival arrival, InputStream body, Duration patience) {
        return arrival.dryRun() ? tryOut(arrival, body, null).status() : desk.process(arrival, body, patience);
    }

    @Override
    public SubmissionStatus await(String submission, Duration patience) {
        return desk.await(submission, patience);
    }

    @Override
    public DryRunReport tryOut(Arrival arrival, InputStream body, @Nullable FixTarget fix) {
        Mapping mapping = choice.of(arrival);
        // What is only tried need not be signed, but a signature that comes is tried too.
        OriginWatch watch = arrival.signature() == null ? null : origins.begin(arrival.party(), arrival.signature());
        try (Bulkhead.Place place = places.enter(arrival.party().id(), Duration.ZERO)
                        .orElseThrow(() -> new TryAgainLater(IntakeProblem.BUSY, null));
                DryRunBody content = DryRunBody.take(watch == null ? body : watch.through(body), limit)) {
            if (watch != null) {
                watch.finish();
            }
            return dryRun.run(arrival, mapping, content, clock.instant().truncatedTo(ChronoUnit.MILLIS), fix);
        }
    }
}
