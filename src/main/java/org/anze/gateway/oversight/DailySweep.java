package org.anze.gateway.oversight;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.anze.gateway.intake.IntakeDesk;
import org.anze.gateway.intake.SubmissionLookup;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.ledger.HeadPages;
import org.anze.gateway.ledger.LedgerReferences;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.party.Parties;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.validation.ChinaTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Sees to it that every day has its look at the deadlines: from a time of day on, and at once when the gateway did not run then.
 * Days on which it did not run at all are not made up for one by one; the next look finds whatever is due.
 *
 * <p>Of several nodes the one that holds the lease looks. Has one thread of its own while it is started.
 */
public final class DailySweep {

    private static final Logger LOG = LoggerFactory.getLogger(DailySweep.class);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(10);

    private final Sweep sweep;
    private final SweepRuns runs;
    private final LocalTime at;
    private final Lease lease;
    private final Clock clock;
    private Instant notBefore = Instant.MIN;
    private @Nullable ScheduledExecutorService thread;

    DailySweep(Sweep sweep, SweepRuns runs, LocalTime at, Lease lease, Clock clock) {
        this.sweep = sweep;
        this.runs = runs;
        this.at = at;
        this.lease = lease;
        this.clock = clock;
    }

    /** What is needed for a look that is {@linkplain OversightSettings#isOn on}. */
    public static DailySweep of(
            OversightSettings settings,
            JdbcClient jdbc,
            LedgerReferences references,
            IntakeDesk desk,
            SubmissionLookup submissions,
            Supplier<Profiles> profiles,
            Supplier<CodeTables> codes,
            Supplier<Parties> parties,
            Lease lease,
            Clock clock) {
        SweepRuns runs = new SweepRuns(jdbc);
        Sweep sweep = new Sweep(
                new HeadPages(jdbc),
                references,
                desk,
                submissions,
                runs,
                profiles,
                codes,
                parties,
                String.valueOf(settings.party()),
                clock);
        return new DailySweep(sweep, runs, settings.time(), lease, clock);
    }

    /** Begins to watch the time. */
    public synchronized void start() {
        ScheduledExecutorService watch =
                Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("oversight-"));
        watch.scheduleWithFixedDelay(this::look, FIRST_LOOK.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        thread = watch;
    }

    /** Ends; a look that is under way breaks off and is begun again at the next start. */
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }

    /** Whether it watches the time. */
    public synchronized boolean isRunning() {
        return thread != null;
    }

    /** Looks at the deadlines if today's look is due and was not done. */
    void look() {
        Instant now = clock.instant();
        if (!lease.isHeld() || now.isBefore(notBefore)) {
            return;
        }
        LocalDate day = dueDay(now);
        try {
            if (!runs.isFinished(day)) {
                sweep.run(day);
            }
        } catch (RuntimeException e) {
            // Anything: thrown out of here it would never run again.
            notBefore = now.plus(PAUSE_AFTER_FAILURE);
            boolean expected = e instanceof GatewayProblem || e instanceof DataAccessException;
            LOG.atLevel(expected ? Level.WARN : Level.ERROR)
                    .setCause(expected ? null : e)
                    .addKeyValue("day", day)
                    .addKeyValue("error", e.toString())
                    .log("the look at deadlines could not be finished; it is begun again in ten minutes");
        }
    }

    /** The last day whose time has come. */
    private LocalDate dueDay(Instant now) {
        OffsetDateTime local = now.atOffset(ChinaTime.OFFSET);
        return local.toLocalTime().isBefore(at) ? local.toLocalDate().minusDays(1) : local.toLocalDate();
    }
}
