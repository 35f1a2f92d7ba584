package org.anze.gateway.query.statistics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Decision;
import org.anze.gateway.access.StatisticsRight;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.query.Answer;
import org.anze.gateway.query.Asker;
import org.anze.gateway.query.AuditedQueries;
import org.anze.gateway.query.QueryProblem;
import org.anze.gateway.query.Trail;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Answers what parties ask for in figures. Safe for many threads. */
final class Statistics implements StatisticsDesk {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int MOST_DIMENSIONS = 2;
    private static final int MOST_ROWS = 10_000;
    private static final int KEPT_TABLES = 64;
    /** Who asks again and again would see each single record come in; within this time everybody is told the same. */
    private static final Duration TABLES_STAND = Duration.ofMinutes(15);
    /** How long somebody waits for another who makes the same tables. */
    private static final Duration MAKING = Duration.ofSeconds(20);

    private final AuditedQueries queries;
    private final Cube cube;
    private final CubeFollower follower;
    private final LedgerReader ledger;
    private final RecordDefinitions definitions;
    private final Supplier<Agreements> agreements;
    private final Clock clock;
    /** The newest protected tables. */
    private final Map<TablesOf, Release> kept = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TablesOf, Release> eldest) {
            return size() > KEPT_TABLES;
        }
    });

    private record TablesOf(
            List<?> coverages, Set<Dimension> dimensions, List<Measure> measures, String year, int smallest) {}

    /** What everybody who asks for the same is told for a while; made by one of them. */
    private static final class Release {
        private final ReentrantLock making = new ReentrantLock();
        private @Nullable ProtectedTables tables;
        private Instant made = Instant.EPOCH;
    }

    Statistics(
            AuditedQueries queries,
            Cube cube,
            CubeFollower follower,
            LedgerReader ledger,
            RecordDefinitions definitions,
            Supplier<Agreements> agreements,
            Clock clock) {
        this.queries = queries;
        this.cube = cube;
        this.follower = follower;
        this.ledger = ledger;
        this.definitions = definitions;
        this.agreements = agreements;
        this.clock = clock;
    }

    @Override
    public Answer figures(Asker asker, StatisticsRequest request) {
        return queries.answerFromMemory(AuditKind.STATISTICS, asker, request.text(), trail -> {
            StatisticsRight right = right(asker, request, trail);
            Set<Dimension> dimensions = dimensions(request, right);
            mustBeMeasured(request, dimensions);
            long size = queries.inPlace(ledger::size);
            if (!follower.reached(size, PATIENCE)) {
                throw new TryAgainLater(QueryProblem.STATISTICS_BEHIND, null, cube.position(), size);
            }
            RecordDefinition definition = definitions.of(request.measure().type());
            boolean exact = right.isInTheClear(
                    definition,
                    Stream.concat(request.measure().fields().stream(), fieldsOf(request, definition))
                            .toList());
            // Not while it waited for the figures to be up with the ledger, or for another to decide what may be shown.
            Figures figures = exact
                    ? queries.inPlace(() -> exactFigures(request, right))
                    : protectedFigures(request, right, dimensions);
            trail.outcome("given " + figures.cells.size() + " cells as of " + figures.state.position());
            return new Answer(Answer.JSON, json(request, exact ? 1 : right.smallestCell(), figures));
        });
    }

    private record Figures(List<Map<String, Object>> cells, Cube.State state) {}

    private StatisticsRight right(Asker asker, StatisticsRequest request, Trail trail) {
        StatisticsRight right = agreements
                .get()
                .mayCount(asker.party().id(), asker.purpose(), request.measure().type(), clock.instant());
        trail.decidedBy(right.decision().agreement());
        RecordDefinition definition = definitions.of(request.measure().type());
        boolean reaches = request.measure().fields().stream().allMatch(field -> right.reaches(definition, field));
        if (!right.permitted() || !reaches) {
            if (right.decision() instanceof Decision.Deny deny) {
                trail.denied(deny);
            }
            throw new SenderMustCorrect(QueryProblem.NOT_FOUND, Location.WHOLE);
        }
        return right;
    }

    /** The fields behind what the cells are told apart by; place, sector and insurer are always given. */
    private static Stream<String> fieldsOf(StatisticsRequest request, RecordDefinition definition) {
        boolean byLine = request.line() != null || request.groupBy().contains(Dimension.LINE);
        boolean byMonth = request.from() != null
                || request.to() != null
                || request.year() != null
                || request.groupBy().contains(Dimension.MONTH);
        return Stream.of(
                        byLine ? Optional.of("productCode") : Optional.<String>empty(),
                        byMonth ? definition.eventField() : Optional.<String>empty())
                .flatMap(Optional::stream);
    }

    /** What the measure can be grouped by, as far as the right goes. */
    private Set<Dimension> dimensions(StatisticsRequest request, StatisticsRight right) {
        RecordDefinition definition = definitions.of(request.measure().type());
        Set<Dimension> dimensions = EnumSet.allOf(Dimension.class);
        if (definition.position("productCode") < 0 || !right.reaches(definition, "productCode")) {
            dimensions.remove(Dimension.LINE);
        }
        if (definition
                .eventField()
                .filter(field -> !right.reaches(definition, field))
                .isPresent()) {
            dimensions.remove(Dimension.MONTH);
        }
        return dimensions;
    }

    private static void mustBeMeasured(StatisticsRequest request, Set<Dimension> dimensions) {
        List<Dimension> asked = new ArrayList<>(request.groupBy());
        if (request.line() != null) {
            asked.add(Dimension.LINE);
        }
        if (request.from() != null || request.to() != null || request.year() != null) {
            asked.add(Dimension.MONTH);
        }
        for (Dimension dimension : asked) {
            if (!dimensions.contains(dimension)) {
                throw new SenderMustCorrect(
                        QueryProblem.NOT_MEASURED,
                        Location.WHOLE,
                        request.measure().code(),
                        dimension.code());
            }
        }
        if (request.groupBy().size() > MOST_DIMENSIONS
                || Set.copyOf(request.groupBy()).size() < request.groupBy().size()) {
            throw new SenderMustCorrect(QueryProblem.BAD_QUERY, Location.WHOLE, "groupBy", "0…" + MOST_DIMENSIONS);
        }
    }

    private Figures exactFigures(StatisticsRequest request, StatisticsRight right) {
        Cube.Slice slice = cube.slice(request.measure(), wanted(request, right), missing(request, right));
        Map<String, Map<String, Object>> cells = new TreeMap<>();
        Map<String, Cube.Total> totals = new TreeMap<>();
        for (Cube.Cell cell : slice.cells()) {
            for (List<String> place : Dimension.of(request.groupBy(), cell.key())) {
                Map<String, Object> values = new LinkedHashMap<>();
                for (int i = 0; i < place.size(); i++) {
                    values.put(request.groupBy().get(i).code(), place.get(i));
                }
                String name = String.join("\n", place);
                cells.put(name, values);
                totals.merge(name, cell.total(), Cube.Total::plus);
            }
        }
        if (cells.size() > MOST_ROWS) {
            throw new SenderMustCorrect(QueryProblem.BAD_QUERY, Location.WHOLE, "groupBy", "≤ " + MOST_ROWS);
        }
        cells.forEach((name, values) -> {
            values.put("value", totals.get(name).sum());
            values.put("records", totals.get(name).records());
        });
        return new Figures(List.copyOf(cells.values()), slice.state());
    }

    /**
     * Who may count one insurer only, or asks about one, is told what that one says of the units it shares with others; everybody
     * else counts such a unit once, as it was said last. Between the two there is no answer: what was said last may be of an
     * insurer that is out of reach, and what each says counts a unit more than once.
     */
    private static boolean isApart(StatisticsRequest request, StatisticsRight right) {
        if (!Heads.countsByCreditCode(request.measure().type())) {
            return false;
        }
        boolean one = request.insurer() != null || right.isOfOneInsurer();
        if (!one && right.isOfSomeInsurers()) {
            throw new SenderMustCorrect(QueryProblem.ONE_INSURER_AT_A_TIME, Location.WHOLE);
        }
        return one;
    }

    private static Predicate<CellKey> wanted(StatisticsRequest request, StatisticsRight right) {
        boolean apart = isApart(request, right);
        return key -> key.apart() == apart && request.takes(key) && right.covers(key.scope());
    }

    private static Predicate<Cube.Unreadable> missing(StatisticsRequest request, StatisticsRight right) {
        boolean apart = isApart(request, right);
        return head -> head.apart() == apart && request.takes(head.scope()) && right.covers(head.scope());
    }

    private Figures protectedFigures(StatisticsRequest request, StatisticsRight right, Set<Dimension> dimensions) {
        List<Dimension> table = request.groupBy().stream().sorted().toList();
        if (request.year() == null
                || request.isFiltered()
                || !ProtectedTables.OFFERED.contains(table)
                || !dimensions.contains(Dimension.MONTH)) {
            throw new SenderMustCorrect(
                    QueryProblem.NOT_TOGETHER,
                    Location.WHOLE,
                    ProtectedTables.OFFERED.stream()
                            .filter(offered -> !offered.isEmpty())
                            .map(offered ->
                                    offered.stream().map(Dimension::code).collect(Collectors.joining(",")))
                            .collect(Collectors.joining(" | ")));
        }
        ProtectedTables tables = tables(request, request.year(), right, dimensions);
        List<Map<String, Object>> cells = new ArrayList<>();
        boolean part = !request.measure().equals(request.measure().whole());
        for (ProtectedTables.Shown shown : tables.table(part, table)) {
            Map<String, Object> cell = new LinkedHashMap<>();
            for (int i = 0; i < shown.values().size(); i++) {
                cell.put(table.get(i).code(), shown.values().get(i));
            }
            // The number of records beside a sum would tell in how many of them the field is filled.
            if (shown.total() != null) {
                cell.put("value", shown.total().sum());
            } else {
                cell.put("suppressed", shown.small() ? "<" + right.smallestCell() : "complementary");
            }
            cells.add(cell);
        }
        return new Figures(cells, tables.state());
    }

    /** @param request for a year, without filters */
    private ProtectedTables tables(
            StatisticsRequest request, String year, StatisticsRight right, Set<Dimension> dimensions) {
        List<Measure> measures = together(request.measure(), right);
        TablesOf of = new TablesOf(right.coverages(), dimensions, measures, year, right.smallestCell());
        Release release = kept.computeIfAbsent(of, key -> new Release());
        enter(release.making);
        try {
            ProtectedTables known = release.tables;
            if (known != null
                    && known.state().beginnings() == cube.beginnings()
                    && clock.instant().isBefore(release.made.plus(TABLES_STAND))) {
                return known;
            }
            ProtectedTables made = queries.inPlace(() -> new ProtectedTables(
                    cube.slices(measures, wanted(request, right), missing(request, right)),
                    dimensions,
                    right.smallestCell()));
            release.tables = made;
            release.made = clock.instant();
            return made;
        } finally {
            release.making.unlock();
        }
    }

    /** The measure, or the number of all records and of some of them when both may be asked for: one is the other's complement. */
    private List<Measure> together(Measure measure, StatisticsRight right) {
        Measure whole = measure.whole();
        Measure part = whole.part();
        RecordDefinition definition = definitions.of(measure.type());
        return part != null && part.fields().stream().allMatch(field -> right.reaches(definition, field))
                ? List.of(whole, part)
                : List.of(measure);
    }

    private static void enter(ReentrantLock making) {
        try {
            if (!making.tryLock(MAKING.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TryAgainLater(QueryProblem.ALL_BUSY, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TryAgainLater(QueryProblem.ALL_BUSY, e);
        }
    }

    private byte[] json(StatisticsRequest request, int smallestCell, Figures figures) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("measure", request.measure().code());
        answer.put("name", request.measure().zh());
        answer.put("unit", unit(request.measure()));
        answer.put("groupBy", request.groupBy().stream().map(Dimension::code).toList());
        if (smallestCell > 1) {
            answer.put("smallestCell", smallestCell);
        }
        answer.put("ledgerSize", figures.state.position());
        if (figures.state.incomplete()) {
            answer.put("incomplete", true);
        }
        answer.put("cells", figures.cells);
        return JSON.writeValueAsBytes(answer);
    }

    private String unit(Measure measure) {
        String field = measure.field();
        boolean money = field != null
                && definitions
                        .of(measure.type())
                        .field(field)
                        .filter(found -> found.type() == FieldType.MONEY)
                        .isPresent();
        return money ? "fen" : field == null ? "records" : "persons";
    }
}
