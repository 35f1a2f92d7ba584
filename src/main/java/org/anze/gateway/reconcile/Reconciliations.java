package org.anze.gateway.reconcile;

import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.query.Answer;
import org.anze.gateway.query.Asker;
import org.anze.gateway.query.AuditedQueries;
import org.anze.gateway.query.Trail;
import org.anze.gateway.reconcile.OwnSide.Range;
import org.anze.gateway.reconcile.Results.Result;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.seal.CanonicalJson;
import org.jspecify.annotations.Nullable;

/** The desk over the database; each answer from one snapshot of it. */
final class Reconciliations implements ReconcileDesk {

    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final AuditedQueries queries;
    private final Snapshots snapshots;
    private final Balance balance;
    private final RangeTree tree;
    private final Naming naming;
    private final Comparison comparison;
    private final Results results;
    private final DailySheets sheets;
    private final ReconcileSettings settings;
    private final Clock clock;

    Reconciliations(
            AuditedQueries queries,
            Snapshots snapshots,
            Balance balance,
            RangeTree tree,
            Naming naming,
            Comparison comparison,
            Results results,
            DailySheets sheets,
            ReconcileSettings settings,
            Clock clock) {
        this.queries = queries;
        this.snapshots = snapshots;
        this.balance = balance;
        this.tree = tree;
        this.naming = naming;
        this.comparison = comparison;
        this.results = results;
        this.sheets = sheets;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Answer figures(Asker asker, LocalDate day) {
        return queries.answer(AuditKind.RECONCILIATION, asker, "reconciliation figures " + day, trail -> {
            mustHaveBegun(asker, day);
            return said(
                    trail,
                    "given",
                    sheets.describe(balance.of(new Day(asker.party().id(), day))));
        });
    }

    @Override
    public Answer compare(Asker asker, byte[] body, boolean csv) {
        // What it is about is known once it is read; before that it is not worth a line.
        return queries.answerFromMemory(AuditKind.RECONCILIATION, asker, "reconciliation compared", trail -> {
            String party = asker.party().id();
            Statement statement = Statement.read(body, csv, party, settings);
            List<Result> compared = snapshots.write(() -> comparison.compare(party, statement));
            long differing = compared.stream()
                    .filter(result -> result.verdict() != Results.Verdict.EQUAL)
                    .count();
            Map<String, @Nullable Object> answer = new LinkedHashMap<>();
            answer.put("results", compared.stream().map(Comparison::describe).toList());
            return said(trail, "compared " + compared.size() + ", differing " + differing, answer);
        });
    }

    @Override
    public Answer result(Asker asker, long id, long after) {
        return queries.answer(AuditKind.RECONCILIATION, asker, "reconciliation result " + id, trail -> {
            Result result = results.find(asker.party().id(), id)
                    .orElseThrow(() -> new SenderMustCorrect(ReconcileProblem.NOT_FOUND, Location.WHOLE));
            naming.mustBeOpen(result.subject());
            return said(trail, "given", comparison.page(result, after));
        });
    }

    @Override
    public Answer tree(
            Asker asker,
            Direction direction,
            RecordType type,
            LocalDate day,
            @Nullable String from,
            @Nullable String to,
            Compare compare) {
        Subject subject = new Subject(asker.party().id(), direction, type, day);
        return queries.answer(AuditKind.RECONCILIATION, asker, subject.words(), trail -> {
            mustHaveBegun(asker, day);
            naming.mustBeOpen(subject);
            return said(trail, "given", tree.describe(subject, new Range(from, to), compare));
        });
    }

    @Override
    public Answer sheet(Asker asker, LocalDate day) {
        return sheet(asker, day, false);
    }

    @Override
    public Answer workbook(Asker asker, LocalDate day) {
        return sheet(asker, day, true);
    }

    private Answer sheet(Asker asker, LocalDate day, boolean workbook) {
        return queries.answerFromMemory(AuditKind.RECONCILIATION, asker, "reconciliation sheet " + day, trail -> {
            DailySheets.Sheet sheet =
                    snapshots.write(() -> sheets.of(asker.party().id(), day));
            trail.outcome("given");
            return workbook ? new Answer(XLSX, sheet.workbook()) : new Answer(Answer.JSON, sheet.document());
        });
    }

    private void mustHaveBegun(Asker asker, LocalDate date) {
        if (clock.instant().isBefore(new Day(asker.party().id(), date).from().toInstant())) {
            throw new SenderMustCorrect(ReconcileProblem.DAY_NOT_BEGUN, Location.WHOLE, date);
        }
    }

    private static Answer said(Trail trail, String outcome, Map<String, @Nullable Object> body) {
        trail.outcome(outcome);
        return new Answer(Answer.JSON, CanonicalJson.write(body));
    }
}
