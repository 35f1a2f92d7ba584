package org.anze.gateway.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.access.MatrixCases;
import org.anze.gateway.access.MatrixCases.Case;
import org.anze.gateway.access.MatrixCases.Circumstance;
import org.anze.gateway.access.MatrixCases.Way;
import org.anze.gateway.access.MatrixLedger;
import org.anze.gateway.access.MatrixLedger.Sample;
import org.anze.gateway.access.MatrixViews;
import org.anze.gateway.access.MatrixViews.Shown;
import org.anze.gateway.access.SealedSamples;
import org.anze.gateway.identity.Credential;
import org.anze.gateway.identity.Identity;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.query.Asker;
import org.anze.gateway.query.MatrixQueries;
import org.anze.gateway.query.QueryDesk;
import org.anze.gateway.query.QueryProblem;
import org.anze.gateway.query.StatusQuestion;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The 1,920 decisions of DOMAIN.md B2 through {@code GET /records}, {@code /records/{type}/{key}} and the desk of yes
 * and no.
 */
class QueryMatrixTest {

    private static final Pattern CONSIDERED = Pattern.compile("(?:yes|no), (\\d+) records considered.*");
    private static final String PERSON = "王工";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    private MatrixLedger ledger;
    private MatrixQueries queries;
    private QueryDesk desk;
    private QueryDesk afterwards;

    @BeforeEach
    void open() {
        ledger = MatrixLedger.open();
        queries = new MatrixQueries(ledger);
        desk = queries.desk(MatrixCases.NOW);
        afterwards = queries.desk(MatrixLedger.afterwards());
    }

    @Test
    void answersWithWhatTheMatrixSaysAndNothingElse() throws IOException {
        MatrixViews views = new MatrixViews();
        Map<String, Map<Long, Shown>> lists = new HashMap<>();
        Map<String, Map<Long, Shown>> singles = new HashMap<>();
        Map<String, Map<String, Object>> states = new HashMap<>();
        for (Case each : MatrixCases.all()) {
            QueryDesk asked = each.circumstance() == Circumstance.EXPIRED_GRANT ? afterwards : desk;
            String question = each.party() + " " + each.purpose() + " " + each.type() + " " + each.now();
            Map<Long, Shown> listed = lists.computeIfAbsent(question, key -> list(asked, each));
            for (boolean own : new boolean[] {true, false}) {
                Sample sample = ledger.of(each, own);
                views.compare(each, Way.QUERY, own, sample, listed.get(sample.index()));
            }
            Sample sample = ledger.of(each, true);
            Map<Long, Shown> answered =
                    singles.computeIfAbsent(question + " " + sample.index(), key -> single(asked, each, sample));
            views.compare(each, Way.QUERY, true, sample, answered.get(sample.index()));
            compareOthers(views, each, listed);
            compareStatus(views, each, sample, question, asked, states);
        }
        assertThat(views.differences()).isEmpty();
        MatrixLedger.print(
                "query",
                views.compared(),
                views.print("R: the party's own record is answered with, S: yes or no only, -: nothing"));
    }

    /** What is another party's own is nobody's to the one who asks. */
    private void compareOthers(MatrixViews views, Case each, Map<Long, Shown> listed) {
        for (Sample sample : ledger.samples()) {
            if (sample.type() != each.type() || sample.place() != MatrixLedger.place(each.circumstance())) {
                continue;
            }
            if (!ledger.inReach(each.party(), sample)) {
                views.nothing(each.party(), sample, listed.get(sample.index()));
            } else if (sample.owner() != each.party() && each.party() != PartyType.INS) {
                views.compare(each, Way.QUERY, false, sample, listed.get(sample.index()));
            }
        }
    }

    private void compareStatus(
            MatrixViews views,
            Case each,
            Sample sample,
            String asking,
            QueryDesk asked,
            Map<String, Map<String, Object>> states) {
        for (StatusQuestion question : StatusQuestion.values()) {
            if (MatrixQueries.type(question) != each.type()) {
                continue;
            }
            String uscc = unit(sample);
            Asker asker = new Asker(MatrixCases.party(each.party()), "-", PERSON, each.purpose());
            Map<String, Object> answer = states.computeIfAbsent(
                    asking + " " + uscc,
                    key -> state(() -> asked.status(asker, question, uscc).body()));
            long expected = ledger.samples().stream()
                    .filter(about -> about.type() == each.type() && unit(about).equals(uscc))
                    .filter(about -> status(each, about))
                    .count();
            views.compare(each + " " + question, expected, answer.getOrDefault("considered", 0L));
            views.compare(each + " " + question + " known", expected > 0, answer.getOrDefault("known", false));
            if (expected > 0 && each.view(Way.QUERY, true) == null && each.status(true)) {
                views.letter(each, 'S');
            }
        }
    }

    /** An answer with the number of records that it rests on, which the audit log alone tells. */
    private Map<String, Object> state(Supplier<byte[]> question) {
        Map<String, Object> state = new HashMap<>(answer(question));
        if (!state.isEmpty()) {
            Matcher considered = CONSIDERED.matcher(queries.lastOutcome());
            assertThat(considered.matches()).isTrue();
            state.put("considered", Long.valueOf(considered.group(1)));
        }
        return state;
    }

    /** Whether one of the records about the same unit may be looked at under the circumstances of a case. */
    private static boolean status(Case each, Sample about) {
        boolean placed = MatrixLedger.place(each.circumstance()) == each.circumstance();
        Circumstance circumstance =
                placed || each.circumstance() == Circumstance.OWN_SECTOR ? about.place() : each.circumstance();
        return new Case(each.party(), each.type(), circumstance).status(about.owner() == each.party());
    }

    private String unit(Sample sample) {
        return String.valueOf(ledger.unit(sample));
    }

    private static Map<Long, Shown> list(QueryDesk desk, Case each) {
        MockHttpServletRequest request = request(each);
        request.addParameter("type", each.type().code());
        return shown(each.type(), () -> new RecordQueryController(desk)
                .records(caller(each), request)
                .getBody());
    }

    private static Map<Long, Shown> single(QueryDesk desk, Case each, Sample sample) {
        MockHttpServletRequest request = request(each);
        request.addParameter("key", sample.businessKey());
        request.addParameter("provider", sample.provider());
        return shown(each.type(), () -> new RecordQueryController(desk)
                .record(caller(each), each.type().code(), "-", request)
                .getBody());
    }

    private static Identity caller(Case each) {
        return new Identity(MatrixCases.party(each.party()), Credential.TLS_CERTIFICATE, "-");
    }

    private static MockHttpServletRequest request(Case each) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/records");
        request.addParameter("purpose", each.purpose().name());
        request.addHeader("Person", URLEncoder.encode(PERSON, StandardCharsets.UTF_8));
        return request;
    }

    /** What an answer shows, by ledger index; nothing when it is refused as not found. */
    private static Map<Long, Shown> shown(RecordType type, Supplier<byte[]> question) {
        RecordDefinition definition = SealedSamples.DEFINITIONS.of(type);
        Map<Long, Shown> shown = new HashMap<>();
        Map<String, Object> answer = answer(question);
        if (answer.containsKey("next")) {
            throw new IllegalStateException("one page was to be enough");
        }
        for (Object each : (List<?>) answer.getOrDefault("records", List.of())) {
            Map<String, Object> record = object(each);
            Map<String, Manner> manners = new HashMap<>();
            definition.units().forEach(unit -> manners.put(unit, Manner.GIVEN));
            // Of a unit masked in part its masked fields are named, as unit.field.
            names(record, "masked").forEach(name -> manners.put(name.split("\\.")[0], Manner.MASKED));
            names(record, "withheld").forEach(unit -> manners.put(unit, Manner.WITHHELD));
            Map<String, Object> fields = new HashMap<>();
            for (FieldDefinition field : definition.fields()) {
                if (record.get(field.name()) != null) {
                    fields.put(field.name(), record.get(field.name()));
                }
            }
            shown.put((Long) record.get("ledgerIndex"), new Shown(manners, MatrixViews.byUnit(definition, fields)));
        }
        return shown;
    }

    @SuppressWarnings("unchecked")
    private static List<String> names(Map<String, Object> record, String member) {
        Object names = record.get(member);
        return names == null ? List.of() : (List<String>) names;
    }

    private static Map<String, Object> answer(Supplier<byte[]> question) {
        try {
            return object(JSON.readValue(question.get(), Object.class));
        } catch (GatewayProblem refusal) {
            assertThat(refusal.finding().code()).isEqualTo(QueryProblem.NOT_FOUND.code());
            return Map.of();
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }
}
