package org.anze.gateway.oversight;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.anze.gateway.intake.Arrival;
import org.anze.gateway.intake.IntakeDesk;
import org.anze.gateway.intake.IntakeProblem;
import org.anze.gateway.intake.SubmissionLookup;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.ledger.HeadPages;
import org.anze.gateway.ledger.LedgerReferences;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.validation.Reference;
import org.anze.gateway.validation.deadline.Deadlines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One day's look at all deadlines.
 *
 * <p>It keeps no state of its own but the day. What was told stands in the ledger, and what is on its way there is waited for
 * before anything is judged, so a look that was killed anywhere is simply begun again: what it had told is known, what it had not
 * told is told. One gateway at a time may do it.
 */
public final class Sweep {

    static final String MAPPING = "canonical-escalation";
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    /** Business keys that are judged together. What is known about them is in memory at the same time. */
    private static final int PAGE = 100;
    /** Escalations in one submission, but for those of the last page of it. */
    private static final int MESSAGE = 500;

    /** Records that a look names because nobody can judge them; all are counted. */
    private static final int MOST_NAMED = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int WAITS = 60;

    private final HeadPages heads;
    private final LedgerReferences references;
    private final IntakeDesk desk;
    private final SubmissionLookup submissions;
    private final SweepRuns runs;
    private final Supplier<Profiles> profiles;
    private final Supplier<CodeTables> codes;
    private final Supplier<Parties> parties;
    private final String operator;
    private final Clock clock;

    /** @param operator id of the party of type OPS under whose name escalations are written */
    Sweep(
            HeadPages heads,
            LedgerReferences references,
            IntakeDesk desk,
            SubmissionLookup submissions,
            SweepRuns runs,
            Supplier<Profiles> profiles,
            Supplier<CodeTables> codes,
            Supplier<Parties> parties,
            String operator,
            Clock clock) {
        this.heads = heads;
        this.references = references;
        this.desk = desk;
        this.submissions = submissions;
        this.runs = runs;
        this.profiles = profiles;
        this.codes = codes;
        this.parties = parties;
        this.operator = operator;
        this.clock = clock;
    }

    /**
     * Looks at everything once, as of now. When it returns, what is due is in the ledger and the day is finished.
     *
     * @param day names the submissions; a day may be looked at again, and then only what is new since is told
     * @throws TryAgainLater when the gateway is busy or its store is down; what was told until then stays told
     * @throws org.anze.gateway.problem.SenderMustCorrect when the operator's party may not write escalations
     * @throws IllegalStateException when there is no such party, or it is of another type
     */
    synchronized SweepTally run(LocalDate day) {
        Party party = operator();
        Instant now = clock.instant();
        Optional<LocalDate> earlier = runs.lastBegun().filter(last -> !last.equals(day));
        earlier.ifPresent(this::settle);
        runs.begin(day, now);
        Mail mail = new Mail(party, day, settle(day));
        Judge judge = new Judge(
                references::lookUp,
                LedgerReferences::mostRelated,
                references,
                profiles.get(),
                codes.get(),
                parties.get(),
                party,
                now);
        SweepTally tally = SweepTally.NOTHING;
        List<Reference> page = heads.next(null, Deadlines.subjects(), PAGE);
        while (!page.isEmpty()) {
            Judged judged = judge.judge(page);
            mail.add(judged.escalations());
            name(judged.unjudged(), tally.unjudged());
            tally = tally.plus(page.size(), judged);
            page = heads.next(page.get(page.size() - 1), Deadlines.subjects(), PAGE);
        }
        mail.send();
        tally = tally.refused(mail.refused);
        runs.finish(day, clock.instant(), tally);
        report(day, tally);
        return tally;
    }

    private Party operator() {
        return parties.get()
                .find(operator)
                .filter(party -> party.type() == PartyType.OPS)
                .orElseThrow(() -> new IllegalStateException(
                        "anze.oversight.party: 没有类型为 OPS 的可用一方 / no sound party of type OPS: " + operator));
    }

    /** @param before how many the same look could not judge already */
    private static void name(List<Unjudged> unjudged, long before) {
        unjudged.stream().limit(Math.max(0, MOST_NAMED - before)).forEach(each -> LOG.atWarn()
                .addKeyValue("record", each.key())
                .addKeyValue("reason", each.reason())
                .addKeyValue("unread", each.unread())
                .addKeyValue("received", each.received())
                .log("deadlines of a record were not judged"));
    }

    private static void report(LocalDate day, SweepTally tally) {
        LOG.atInfo()
                .addKeyValue("day", day)
                .addKeyValue("lookedAt", tally.lookedAt())
                .addKeyValue("told", tally.told())
                .addKeyValue("reopened", tally.reopened())
                .addKeyValue("resolved", tally.resolved())
                .log("deadlines looked at");
        if (tally.unjudged() > 0 || tally.refused() > 0) {
            LOG.atWarn()
                    .addKeyValue("day", day)
                    .addKeyValue("unjudged", tally.unjudged())
                    .addKeyValue("refused", tally.refused())
                    .log("some deadlines were not judged or their escalations refused (docs/operations/oversight.md)");
        }
    }

    private static String messageId(LocalDate day, int number) {
        return "oversight-" + day + "-" + number;
    }

    /** Waits for what was handed in on a day, in this run of the gateway or an earlier one; returns how many there are. */
    private int settle(LocalDate day) {
        int number = 0;
        Optional<SubmissionStatus> found = submissions.find(operator, messageId(day, 1));
        while (found.isPresent()) {
            number++;
            settled(found.get());
            found = submissions.find(operator, messageId(day, number + 1));
        }
        return number;
    }

    private SubmissionStatus settled(SubmissionStatus submission) {
        SubmissionStatus status = submission;
        for (int waits = 0; !status.state().isFinal(); waits++) {
            if (waits == WAITS) {
                throw new TryAgainLater(IntakeProblem.BUSY, null);
            }
            status = desk.await(status.id(), PATIENCE);
        }
        return status;
    }

    /** The submissions of one run. */
    private final class Mail {
        private final Party party;
        private final LocalDate day;
        private final List<Escalation> waiting = new ArrayList<>();
        private int number;
        private long refused;

        Mail(Party party, LocalDate day, int sentBefore) {
            this.party = party;
            this.day = day;
            this.number = sentBefore;
        }

        void add(List<Escalation> escalations) {
            waiting.addAll(escalations);
            if (waiting.size() >= MESSAGE) {
                send();
            }
        }

        /** Hands in what waits and waits until it is in the ledger, so that never more than one message is on its way. */
        void send() {
            if (waiting.isEmpty()) {
                return;
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (Escalation escalation : waiting) {
                body.writeBytes(escalation.line());
                body.write('\n');
            }
            Arrival arrival =
                    new Arrival(party, Arrival.Channel.OVERSIGHT, messageId(day, number + 1), null, MAPPING, false);
            SubmissionStatus status = settled(desk.receive(arrival, new ByteArrayInputStream(body.toByteArray())));
            refused += status.refusal() == null ? status.rejected() : waiting.size();
            number++;
            waiting.clear();
        }
    }
}
