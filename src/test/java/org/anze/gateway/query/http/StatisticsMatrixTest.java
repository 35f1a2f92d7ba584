package org.anze.gateway.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.anze.gateway.access.MatrixCases;
import org.anze.gateway.access.MatrixCases.Case;
import org.anze.gateway.access.MatrixCases.Circumstance;
import org.anze.gateway.access.MatrixCases.View;
import org.anze.gateway.access.MatrixCases.Way;
import org.anze.gateway.access.MatrixLedger;
import org.anze.gateway.access.MatrixLedger.Sample;
import org.anze.gateway.access.MatrixViews;
import org.anze.gateway.access.SealedSamples;
import org.anze.gateway.access.StatisticsRight;
import org.anze.gateway.identity.Credential;
import org.anze.gateway.identity.Identity;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.query.MatrixQueries;
import org.anze.gateway.query.QueryProblem;
import org.anze.gateway.query.statistics.Dimension;
import org.anze.gateway.query.statistics.MatrixStatistics;
import org.anze.gateway.query.statistics.Measure;
import org.anze.gateway.query.statistics.StatisticsDesk;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The 1,920 decisions of DOMAIN.md B2 through {@code GET /statistics}: what counts in which figure. */
class StatisticsMatrixTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private MatrixLedger ledger;
    private MatrixStatistics figures;
    private StatisticsDesk statistics;
    private StatisticsDesk afterwards;

    @BeforeEach
    void open() {
        ledger = MatrixLedger.open();
        figures = new MatrixStatistics(ledger, new MatrixQueries(ledger).queries());
        statistics = figures.desk(MatrixCases.NOW);
        afterwards = figures.desk(MatrixLedger.afterwards());
    }

    private static final Set<PartyType> OF_SOME_INSURERS = EnumSet.of(PartyType.INS, PartyType.AGY);

    @AfterEach
    void close() {
        figures.close();
    }

    @Test
    void countsWhatTheMatrixSaysAndNothingElse() throws IOException {
        MatrixViews views = new MatrixViews();
        Map<String, Map<String, Long>> tables = new HashMap<>();
        for (Case each : MatrixCases.all()) {
            views.letter(each, '-');
            for (Measure measure : MatrixStatistics.measures(each.type())) {
                for (Dimension by : List.of(Dimension.COUNTY, Dimension.SECTOR, Dimension.INSURER)) {
                    Map<String, Long> found = tables.computeIfAbsent(
                            each.party() + " " + each.purpose() + " " + each.now() + " " + measure + " " + by,
                            key -> ask(each, measure, by));
                    views.compare(
                            each + " " + each.cell() + " " + measure + " by " + by, expected(each, measure, by), found);
                    boolean counted = found.getOrDefault(value(each.scope(true), by), 0L) > 0;
                    if (counted && by == Dimension.COUNTY && each.figures(true)) {
                        views.letter(each, 'A');
                    }
                }
            }
            if (MatrixStatistics.measures(each.type()).isEmpty()) {
                compareRight(views, each);
            }
        }
        assertThat(views.differences()).isEmpty();
        MatrixLedger.print(
                "statistics",
                views.compared(),
                views.print("A: the party's own record is counted, a: it might be, but nothing of the type is measured,"
                        + " -: it is not"));
    }

    /** Of types that nothing is measured of, what may be counted can only be asked of the agreements. */
    private void compareRight(MatrixViews views, Case each) {
        StatisticsRight right = ledger.agreements().mayCount(each.recipient(), each.purpose(), each.type(), each.now());
        for (boolean own : new boolean[] {true, false}) {
            boolean counts = right.permitted() && right.covers(each.scope(own));
            views.compare(each + " " + each.cell() + " own " + own, each.figures(own), counts);
            if (own && counts) {
                views.letter(each, 'a');
            }
        }
    }

    /** Sum per cell, by what B2 lets count and the definition of the measure. */
    private Map<String, Long> expected(Case each, Measure measure, Dimension by) {
        Map<String, Long> cells = new TreeMap<>();
        if (!reaches(each, measure)) {
            return cells;
        }
        for (Sample sample : ledger.samples()) {
            if (sample.type() != each.type() || !ledger.inReach(each.party(), sample)) {
                continue;
            }
            boolean own = each.party() == PartyType.INS ? ledger.isOfInsurer(sample) : sample.owner() == each.party();
            Long value = MatrixStatistics.value(measure, sample);
            if (value != null && at(each, sample).figures(own) && stands(each, sample)) {
                cells.merge(value(sample.scope(), by), value, Long::sum);
            }
        }
        return cells;
    }

    /** An enterprise or agency counts once, by what was said of it last; an insurer is told what was said of it under its name. */
    private boolean stands(Case each, Sample sample) {
        return sample.type() != RecordType.ENTERPRISE && sample.type() != RecordType.AGENCY
                || ledger.samples().stream()
                        .noneMatch(other -> other.type() == sample.type()
                                && other.businessKey().equals(sample.businessKey())
                                && (!OF_SOME_INSURERS.contains(each.party())
                                        || other.scope()
                                                .insurer()
                                                .equals(sample.scope().insurer()))
                                && other.index() > sample.index());
    }

    /** The same party, type, time and purpose over the place of a record. */
    private static Case at(Case each, Sample sample) {
        boolean refused =
                each.circumstance() == Circumstance.EXPIRED_GRANT || each.circumstance() == Circumstance.WRONG_PURPOSE;
        return refused ? each : new Case(each.party(), each.type(), sample.place());
    }

    /** Whether the measure's fields are in units of which B2 gives anything; who has figures only may have them all. */
    private static boolean reaches(Case each, Measure measure) {
        Case own = new Case(each.party(), each.type(), Circumstance.OWN_REGION);
        @Nullable View view = own.view(Way.QUERY, true);
        RecordDefinition definition = SealedSamples.DEFINITIONS.of(each.type());
        return view == null
                || MatrixStatistics.fields(measure).stream()
                        .map(field -> definition
                                .field(field)
                                .map(FieldDefinition::unit)
                                .orElseThrow())
                        .allMatch(unit -> unit.equals(RecordDefinition.KEY_UNIT)
                                || view.units().get(unit) != Manner.WITHHELD);
    }

    private static String value(Scope scope, Dimension by) {
        return switch (by) {
            case COUNTY -> scope.riskRegion();
            case SECTOR -> scope.sector();
            default -> scope.insurer();
        };
    }

    /** First without a limit of time, for those who may add up themselves; else the tables that are offered. */
    private Map<String, Long> ask(Case each, Measure measure, Dimension by) {
        try {
            return cells(each, measure, by, null, null);
        } catch (GatewayProblem refusal) {
            if (refusal.finding().code().equals(QueryProblem.NOT_FOUND.code())) {
                return Map.of();
            }
            if (refusal.finding().code().equals(QueryProblem.ONE_INSURER_AT_A_TIME.code())) {
                Map<String, Long> all = new TreeMap<>();
                ledger.samples().stream()
                        .map(sample -> sample.scope().insurer())
                        .distinct()
                        .forEach(insurer -> cells(each, measure, by, null, insurer)
                                .forEach((value, number) -> all.merge(value, number, Long::sum)));
                return all;
            }
            assertThat(refusal.finding().code()).isEqualTo(QueryProblem.NOT_TOGETHER.code());
            return cells(each, measure, by, "2026", null);
        }
    }

    private Map<String, Long> cells(
            Case each, Measure measure, Dimension by, @Nullable String year, @Nullable String insurer) {
        StatisticsDesk asked = each.circumstance() == Circumstance.EXPIRED_GRANT ? afterwards : statistics;
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/statistics");
        request.addParameter("purpose", each.purpose().name());
        request.addParameter("measure", measure.code());
        request.addParameter("groupBy", by.code());
        if (year != null) {
            request.addParameter("year", year);
        }
        if (insurer != null) {
            request.addParameter("insurer", insurer);
        }
        JsonNode answer = JSON.readTree(new StatisticsController(asked)
                .figures(new Identity(MatrixCases.party(each.party()), Credential.TLS_CERTIFICATE, "-"), request)
                .getBody());
        Map<String, Long> cells = new TreeMap<>();
        for (JsonNode cell : answer.get("cells")) {
            cells.put(
                    cell.get(by.code()).asString(),
                    cell.has("value") ? cell.get("value").asLong() : -1);
        }
        return cells;
    }
}
