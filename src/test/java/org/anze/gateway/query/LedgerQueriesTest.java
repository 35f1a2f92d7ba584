package org.anze.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.anze.gateway.access.Purpose;
import org.anze.gateway.audit.AuditEntry;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.ledger.PreparedRecord;
import org.anze.gateway.ledger.SampleEntries;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.anze.gateway.seal.proof.ProofVerdict;
import org.anze.gateway.seal.proof.ProofVerifier;
import org.anze.gateway.seal.proof.TrustFile;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LedgerQueriesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String UNIT = "91140212MAXX00015K";
    private static final String HANDLER = "承保员赵甲乙";

    private QueryFixture fixture;
    private Asker city;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        fixture = new QueryFixture(folder);
        agreeWithCity("units: {give: [parties, period, limits]}", "");
        city = fixture.asker(QueryFixture.CITY, null, Purpose.SUP);
    }

    private void agreeWithCity(String units, String more) throws IOException {
        fixture.agree(QueryFixture.CITY, "SUP", "[\"1402\"]", more, "- type: policy\n  " + units);
    }

    @Test
    void walksThePermittedNewestVersionsPageByPage() throws SQLException {
        List<PreparedRecord> records = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            records.add(policy("D" + i, 1, Operation.CREATE, "140212"));
            records.add(policy("T" + i, 1, Operation.CREATE, "140105"));
        }
        fixture.append(records);
        fixture.append(List.of(
                policy("D3", 2, Operation.UPDATE, "140212"),
                policy("D4", 2, Operation.VOID, "140212"),
                policy("D5", 2, Operation.UPDATE, "140105")));

        List<String> seen = new ArrayList<>();
        String token = null;
        do {
            JsonNode page = json(fixture.desk.records(city, policies(null), token, 3));
            page.get("records")
                    .forEach(record -> seen.add(record.get("policyNo").asString()));
            token = page.has("next") ? page.get("next").asString() : null;
        } while (token != null);

        assertThat(seen).containsExactly("D3", "D8", "D7", "D6", "D2", "D1", "D0");
    }

    @Test
    void givesExactlyWhatTheAgreementGives() throws SQLException {
        fixture.append(List.of(policy("D1", 1, Operation.CREATE, "140212")));

        String body = text(fixture.desk.record(city, key("D1")));

        JsonNode record = JSON.readTree(body).get("records").get(0);
        assertThat(record.get("insured").asString()).isEqualTo(UNIT);
        assertThat(record.get("withheld").toString()).contains("premium").contains("people");
        assertThat(body).doesNotContain("123456").doesNotContain(HANDLER);
    }

    @Test
    void answersWhatIsNotPermittedLikeWhatDoesNotExist() throws SQLException {
        fixture.append(List.of(policy("T1", 1, Operation.CREATE, "140105")));

        GatewayProblem foreign = refusal(() -> fixture.desk.record(city, key("T1")));
        assertThat(fixture.lastAudit().event().outcome()).isEqualTo("refused: OUT_OF_SCOPE");
        GatewayProblem missing = refusal(() -> fixture.desk.record(city, key("T2")));
        GatewayProblem otherPurpose =
                refusal(() -> fixture.desk.record(fixture.asker(QueryFixture.CITY, "王工", Purpose.CLM), key("T1")));
        GatewayProblem otherParty =
                refusal(() -> fixture.desk.record(fixture.asker(QueryFixture.FINANCE, "王工", Purpose.SUP), key("T1")));
        GatewayProblem versions = refusal(() -> fixture.desk.versions(city, key("T1")));
        GatewayProblem proof = refusal(() -> fixture.desk.proof(city, key("T1")));

        assertThat(foreign.finding().code()).isEqualTo(QueryProblem.NOT_FOUND.code());
        for (GatewayProblem other : List.of(missing, otherPurpose, otherParty, versions, proof)) {
            assertThat(other.finding()).isEqualTo(foreign.finding());
        }
    }

    @Test
    void takesEarlierVersionsOutOfSightWithACorrectionThatLeavesTheScope() throws SQLException {
        fixture.append(List.of(policy("D1", 1, Operation.CREATE, "140212")));
        assertThat(json(fixture.desk.versions(city, key("D1"))).get("records")).hasSize(1);

        fixture.append(List.of(policy("D1", 2, Operation.CORRECT, "140105")));

        assertThat(refusal(() -> fixture.desk.versions(city, key("D1")))
                        .finding()
                        .code())
                .isEqualTo(QueryProblem.NOT_FOUND.code());
        assertThat(refusal(() -> fixture.desk.history(city, key("D1")))
                        .finding()
                        .code())
                .isEqualTo(QueryProblem.NOT_FOUND.code());
    }

    @Test
    void tellsWhatChangedWithoutTheValues() throws SQLException {
        fixture.append(List.of(policy("D1", 1, Operation.CREATE, "140212")));
        fixture.append(List.of(fixture.record(
                RecordType.POLICY,
                2,
                Operation.UPDATE,
                "140212",
                "01",
                "policyNo",
                "D1",
                "insured",
                UNIT,
                "insuredName",
                "大同某煤业",
                "premium",
                999999L)));

        JsonNode history = json(fixture.desk.history(city, key("D1"))).get("history");

        assertThat(history).hasSize(2);
        assertThat(history.get(0).get("version").asLong()).isEqualTo(2);
        assertThat(history.get(0).get("changed").toString())
                .contains("insuredName")
                .doesNotContain("premium");
        assertThat(history.toString()).doesNotContain("大同某煤业");
        assertThat(history.get(1).has("changed")).isFalse();
    }

    @Test
    void givesAProofThatStandsAloneAndHoldsNoMore() throws SQLException, FlawException {
        for (int i = 0; i < 20; i++) {
            fixture.append(List.of(policy("D" + i, 1, Operation.CREATE, "140212")));
        }

        byte[] bundle = fixture.desk.proof(city, key("D7")).body();

        ProofVerdict verdict =
                new ProofVerifier(UnitCatalogue.builtIn(), TrustFile.of(QueryFixture.anchor())).verify(bundle);
        assertThat(verdict).isInstanceOfSatisfying(ProofVerdict.Verified.class, verified -> {
            assertThat(verified.head().recipient()).isEqualTo(QueryFixture.CITY);
            assertThat(verified.head().purpose()).isEqualTo("SUP");
            assertThat(verified.header().index()).isEqualTo(7);
            assertThat(verified.withheld()).contains("premium", "people");
        });
        assertThat(new String(bundle, StandardCharsets.UTF_8))
                .doesNotContain("123456")
                .doesNotContain(HANDLER);
        assertThat(fixture.lastAudit().event().kind()).isEqualTo(AuditKind.PROOF);
    }

    @Test
    void provesButCannotShowWhatAKeyWasDestroyedOf() throws SQLException, FlawException {
        fixture.append(List.of(policy("D1", 1, Operation.CREATE, "140212")));
        fixture.keys.destroy(SampleEntries.PROVIDER, SampleEntries.SENT.receivedAt());

        assertThat(refusal(() -> fixture.desk.record(city, key("D1"))).finding().code())
                .isEqualTo("KEY-0008");
        assertThat(fixture.lastAudit().event().outcome()).contains("refused");
        ProofVerdict verdict = new ProofVerifier(UnitCatalogue.builtIn(), TrustFile.of(QueryFixture.anchor()))
                .verify(fixture.desk.proof(city, key("D1")).body());
        assertThat(verdict)
                .isInstanceOfSatisfying(ProofVerdict.Verified.class, verified -> assertThat(verified.withheld())
                        .contains("parties", "period", "limits", "scope"));
    }

    @Test
    void namesWhatAKeyWasDestroyedOfBesideWhatCanBeRead() throws SQLException {
        fixture.append(
                List.of(policy("D1", 1, Operation.CREATE, "140212"), policy("D2", 1, Operation.CREATE, "140212")));
        fixture.destroyKeys();
        fixture.append(List.of(policy("D2", 2, Operation.UPDATE, "140212")));
        fixture.append(List.of(policy("D2", 3, Operation.UPDATE, "140212")));

        JsonNode page = json(fixture.desk.records(city, policies(null), null, 3));
        assertThat(page.get("records")).hasSize(1);
        assertThat(page.get("records").get(0).get("policyNo").asString()).isEqualTo("D2");
        assertThat(page.get("unreadable").toString())
                .isEqualTo("[{\"recordType\":\"policy\",\"businessKey\":\"D1\",\"provider\":\"" + SampleEntries.PROVIDER
                        + "\",\"version\":1,\"ledgerIndex\":0}]");

        JsonNode versions = json(fixture.desk.versions(city, key("D2")));
        assertThat(versions.get("records")).hasSize(2);
        assertThat(versions.get("unreadable")).hasSize(1);
        assertThat(versions.get("unreadable").get(0).get("version").asLong()).isEqualTo(1);
        assertThat(json(fixture.desk.record(city, key("D2"))).has("unreadable")).isFalse();

        JsonNode history = json(fixture.desk.history(city, key("D2"))).get("history");
        assertThat(history.get(0).get("changed")).isEmpty();
        assertThat(history.get(1).has("changed")).isFalse();
        assertThat(history.get(1).has("unreadable")).isFalse();
        assertThat(history.get(2).get("unreadable").asBoolean()).isTrue();
        JsonNode gone = json(fixture.desk.history(city, key("D1"))).get("history");
        assertThat(gone.get(0).get("unreadable").asBoolean()).isTrue();
    }

    @Test
    void takesNoValueThatIsGoneForOneThatWasNeverThere() throws SQLException, IOException {
        fixture.agree(QueryFixture.LICENCE, "LIC", "everywhere", "", "- type: enforcement\n  status: true");
        Asker licence = fixture.asker(QueryFixture.LICENCE, null, Purpose.LIC);
        fixture.append(List.of(fixture.record(
                RecordType.ENFORCEMENT, 1, Operation.CREATE, "140212", "01", "caseNo", "F1", "uscc", UNIT)));
        JsonNode before = json(fixture.desk.status(licence, StatusQuestion.UNCORRECTED, UNIT));
        assertThat(before.get("answer").asBoolean()).isTrue();
        assertThat(before.has("unreadable")).isFalse();
        assertThat(before.get("at").asString()).isEqualTo("2026-11-22T10:00:00+08:00");

        fixture.destroyKeys();

        JsonNode after = json(fixture.desk.status(licence, StatusQuestion.UNCORRECTED, UNIT));
        assertThat(after.get("answer").asBoolean()).isFalse();
        assertThat(after.get("known").asBoolean()).isFalse();
        assertThat(after.get("unreadable").asBoolean()).isTrue();
        assertThat(fixture.lastAudit().event().outcome()).isEqualTo("no, 0 records considered, 1 unreadable");
    }

    @Test
    void keepsToTheDaysOfTheFilter() throws SQLException {
        fixture.append(List.of(policy("D1", 1, Operation.CREATE, "140212")));
        fixture.pass(Duration.ofDays(1));
        fixture.append(List.of(policy("D2", 1, Operation.CREATE, "140212")));
        fixture.pass(Duration.ofDays(1));
        fixture.append(List.of(policy("D3", 1, Operation.CREATE, "140212")));

        LocalDate second = LocalDate.of(2026, 11, 23);
        RecordFilter one = new RecordFilter(RecordType.POLICY, null, null, null, second, second);
        JsonNode records = json(fixture.desk.records(city, one, null, null)).get("records");

        assertThat(records).hasSize(1);
        assertThat(records.get(0).get("policyNo").asString()).isEqualTo("D2");
    }

    @Test
    void wantsAPersonBehindPersonalData() throws SQLException, IOException {
        agreeWithCity("units: {give: [parties, people]}", "");
        fixture.append(List.of(policy("D1", 1, Operation.CREATE, "140212")));

        assertThat(refusal(() -> fixture.desk.record(city, key("D1"))).finding().code())
                .isEqualTo(QueryProblem.PERSON_NEEDED.code());
        Asker person = fixture.asker(QueryFixture.CITY, "王工", Purpose.SUP);
        assertThat(text(fixture.desk.record(person, key("D1")))).contains(HANDLER);
        assertThat(fixture.lastAudit().event().actor().person()).isEqualTo("王工");
    }

    @Test
    void writesEveryAnswerAndRefusalIntoTheAuditLog() throws SQLException {
        fixture.append(List.of(policy("D1", 1, Operation.CREATE, "140212")));

        fixture.desk.record(city, key("D1"));
        var given = fixture.lastAudit().event();
        assertThat(given.kind()).isEqualTo(AuditKind.QUERY);
        assertThat(given.actor().party()).isEqualTo(QueryFixture.CITY);
        assertThat(given.purpose()).isEqualTo("SUP");
        assertThat(given.agreement()).isEqualTo("tried/1");
        assertThat(given.subject()).isEqualTo("policy D1");
        assertThat(given.outcome()).isEqualTo("given 1: 0");

        long before = fixture.audited();
        refusal(() -> fixture.desk.record(city, key("nothing")));
        refusal(() -> fixture.desk.records(city, policies("14"), "forged", null));
        assertThat(fixture.audited()).isEqualTo(before + 2);
        assertThat(fixture.lastAudit().event().outcome()).isEqualTo("refused: QRY-0005");
    }

    @Test
    void refusesThePageTokenOfAnotherPartyOrQuery() throws SQLException, IOException {
        fixture.append(
                List.of(policy("D1", 1, Operation.CREATE, "140212"), policy("D2", 1, Operation.CREATE, "140212")));
        String token = json(fixture.desk.records(city, policies(null), null, 1))
                .get("next")
                .asString();
        fixture.agree(QueryFixture.LICENCE, "SUP", "everywhere", "", "- type: policy\n  units: {give: [period]}");

        assertCode(QueryProblem.TOKEN_REFUSED, () -> fixture.desk.records(city, policies("1402"), token, 1));
        assertCode(
                QueryProblem.TOKEN_REFUSED,
                () -> fixture.desk.records(
                        fixture.asker(QueryFixture.LICENCE, null, Purpose.SUP), policies(null), token, 1));
        assertCode(
                QueryProblem.TOKEN_REFUSED,
                () -> fixture.desk.records(
                        fixture.asker(QueryFixture.CITY, "王工", Purpose.SUP), policies(null), token, 1));
        fixture.pass(Duration.ofMinutes(16));
        assertCode(QueryProblem.TOKEN_EXPIRED, () -> fixture.desk.records(city, policies(null), token, 1));
    }

    @Test
    void stopsAtTheVolumeOfTheDay() throws SQLException, IOException {
        agreeWithCity("units: {give: [parties]}", "volume: {recordsPerDay: 3}");
        for (int i = 0; i < 5; i++) {
            fixture.append(List.of(policy("D" + i, 1, Operation.CREATE, "140212")));
        }

        assertThat(json(fixture.desk.records(city, policies(null), null, null)).get("records"))
                .hasSize(3);
        assertCode(QueryProblem.VOLUME_USED_UP, () -> fixture.desk.records(city, policies(null), null, null));
        assertCode(QueryProblem.VOLUME_USED_UP, () -> fixture.desk.record(city, key("D1")));
        fixture.pass(Duration.ofDays(1));
        assertThat(json(fixture.desk.record(city, key("D1"))).get("records")).hasSize(1);
    }

    @Test
    void marksEveryAnswerOfASingleCase() throws SQLException, IOException {
        fixture.agree(
                QueryFixture.BUREAU,
                "CLM",
                "[\"1402\"]",
                "",
                "- type: claim\n  case: {businessKey: C1, expires: \"2026-11-23T00:00:00+08:00\", watermark: true}\n"
                        + "  units: {give: [subject, loss]}");
        fixture.append(List.of(claim("C1"), claim("C2")));
        Asker bureau = fixture.asker(QueryFixture.BUREAU, "李科", Purpose.CLM);
        RecordKey one = new RecordKey(RecordType.CLAIM, "C1", null);

        String watermark =
                json(fixture.desk.record(bureau, one)).get("watermark").asString();
        assertThat(watermark).contains("大同市人社局", "李科", "C1", "tried/1", "2026-11-22 10:00");
        assertThat(fixture.lastAudit().event().outcome()).contains("watermark: 单案授权 tried/1", "C1");
        assertThat(json(fixture.desk.versions(bureau, one)).has("watermark")).isTrue();
        assertThat(json(fixture.desk.history(bureau, one)).has("watermark")).isTrue();
        assertThat(text(fixture.desk.proof(bureau, one))).contains("李科");

        assertCode(
                QueryProblem.PERSON_NEEDED,
                () -> fixture.desk.record(fixture.asker(QueryFixture.BUREAU, null, Purpose.CLM), one));
        assertCode(
                QueryProblem.NOT_FOUND, () -> fixture.desk.record(bureau, new RecordKey(RecordType.CLAIM, "C2", null)));
        assertCode(
                QueryProblem.NOT_FOUND,
                () -> fixture.desk.records(
                        bureau, new RecordFilter(RecordType.CLAIM, null, null, null, null, null), null, null));
        fixture.pass(Duration.ofHours(14));
        assertCode(QueryProblem.NOT_FOUND, () -> fixture.desk.record(bureau, one));
    }

    @Test
    void marksAListThatHoldsASingleCase() throws SQLException, IOException {
        agreeWithCity(
                "case: {businessKey: D1, expires: \"2026-11-23T00:00:00+08:00\", watermark: true}\n"
                        + "  units: {give: [parties, period]}\n- type: policy\n  units: {give: [parties]}",
                "");
        fixture.append(
                List.of(policy("D1", 1, Operation.CREATE, "140212"), policy("D2", 1, Operation.CREATE, "140212")));

        JsonNode list = json(
                fixture.desk.records(fixture.asker(QueryFixture.CITY, "李科", Purpose.SUP), policies(null), null, null));

        assertThat(list.get("records")).hasSize(2);
        assertThat(list.get("watermark").asString()).contains("李科", "D1").doesNotContain("D2");
    }

    @Test
    void writesTheWholeOfALongListIntoTheAuditLog() throws SQLException {
        List<PreparedRecord> records = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            records.add(policy("D" + i, 1, Operation.CREATE, "140212"));
        }
        fixture.append(records);
        long before = fixture.audited();

        fixture.desk.records(city, policies(null), null, 500);

        List<String> parts = new ArrayList<>();
        for (AuditEntry entry : fixture.auditedAfter(before)) {
            assertThat(entry.event().subject()).isEqualTo("policy");
            parts.add(entry.event().outcome());
        }
        assertThat(parts.get(0)).startsWith("part 1/" + parts.size() + " sha256 ");
        String whole = parts.stream()
                .map(part -> part.substring(part.indexOf(": ") + 2))
                .collect(Collectors.joining());
        assertThat(whole).startsWith("given 500: 499,498,").endsWith(",1,0");
    }

    @Test
    void readsNoMoreVersionsThanAnAnswerHolds() throws SQLException {
        List<PreparedRecord> versions = new ArrayList<>();
        for (int i = 1; i <= 7; i++) {
            versions.add(policy("D1", i, i == 1 ? Operation.CREATE : Operation.UPDATE, "140212"));
        }
        fixture.append(versions);

        assertThat(fixture.reader.newestVersions(RecordType.POLICY, SampleEntries.PROVIDER, "D1", 3))
                .extracting(SealedRecord::version)
                .containsExactly(7L, 6L, 5L);
        assertThat(json(fixture.desk.versions(city, key("D1"))).get("records"))
                .extracting(record -> record.get("version").asLong())
                .containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void givesTheNewestVersionOfEachProviderAndSaysThatThereAreMore() throws SQLException {
        List<PreparedRecord> versions = new ArrayList<>();
        for (int i = 1; i <= 501; i++) {
            versions.add(policy("D1", i, i == 1 ? Operation.CREATE : Operation.UPDATE, "140212"));
        }
        fixture.append(versions);
        fixture.appendFrom("broker-zhong", List.of(policy("D1", 1, Operation.CREATE, "140212")));
        fixture.appendFrom("aa-broker", List.of(policy("D1", 1, Operation.CREATE, "140212")));

        JsonNode all = json(fixture.desk.versions(city, key("D1")));

        assertThat(all.get("records")).hasSize(500);
        assertThat(all.get("records"))
                .extracting(record -> record.get("ledgerIndex").asLong())
                .contains(500L, 501L, 502L);
        assertThat(all.get("truncated").asBoolean()).isTrue();
        assertThat(json(fixture.desk.history(city, key("D1"))).get("truncated").asBoolean())
                .isTrue();
        RecordKey broker = new RecordKey(RecordType.POLICY, "D1", "broker-zhong");
        assertThat(json(fixture.desk.versions(city, broker)).has("truncated")).isFalse();
    }

    @Test
    void answersYesOrNoAndNothingElse() throws SQLException, IOException {
        fixture.agree(
                QueryFixture.LICENCE,
                "LIC",
                "everywhere",
                "",
                "- type: policy\n  status: true\n- type: hazard\n  status: true");
        Asker licence = fixture.asker(QueryFixture.LICENCE, null, Purpose.LIC);
        assertThat(status(licence, StatusQuestion.INSURED)).isEqualTo("false, nothing known");

        fixture.append(List.of(fixture.record(
                RecordType.POLICY,
                1,
                Operation.CREATE,
                "140212",
                "01",
                "policyNo",
                "D1",
                "insured",
                UNIT,
                "startAt",
                "2026-01-01T00:00:00+08:00",
                "endAt",
                "2027-01-01T00:00:00+08:00")));
        assertThat(status(licence, StatusQuestion.INSURED)).isEqualTo("true, known");
        assertThat(fixture.lastAudit().event().kind()).isEqualTo(AuditKind.STATUS);
        assertThat(fixture.lastAudit().event().outcome()).isEqualTo("yes, 1 records considered");
        fixture.pass(Duration.ofDays(60));
        assertThat(status(licence, StatusQuestion.INSURED)).isEqualTo("false, known");
        assertThat(status(licence, StatusQuestion.OPEN_MAJOR_HAZARD)).isEqualTo("false, nothing known");

        assertCode(QueryProblem.NOT_FOUND, () -> fixture.desk.record(licence, key("D1")));
        assertCode(QueryProblem.NOT_FOUND, () -> fixture.desk.status(licence, StatusQuestion.BLACKLISTED, UNIT));
        assertCode(QueryProblem.NOT_FOUND, () -> fixture.desk.records(licence, policies(null), null, null));
    }

    @Test
    void answersWhetherAPolicyOfTheUnitWasCancelled() throws SQLException, IOException {
        fixture.agree(QueryFixture.LICENCE, "LIC", "everywhere", "", "- type: endorsement\n  status: true");
        Asker licence = fixture.asker(QueryFixture.LICENCE, null, Purpose.LIC);
        fixture.put(RecordType.POLICY, 1, Operation.CREATE, "140212", "01", "policyNo", "D1", "insured", UNIT);
        fixture.put(
                RecordType.POLICY,
                1,
                Operation.CREATE,
                "140212",
                "01",
                "policyNo",
                "D2",
                "insured",
                "91140212MAXX00016H");
        endorse("D1", "E1", "限额", "2026-11-01T00:00:00+08:00");
        endorse("D2", "E1", "退保", "2026-11-01T00:00:00+08:00");
        assertThat(status(licence, StatusQuestion.CANCELLED)).isEqualTo("false, known");

        endorse("D1", "E2", "退保", "2026-11-23T00:00:00+08:00");
        assertThat(status(licence, StatusQuestion.CANCELLED)).isEqualTo("false, known");
        fixture.pass(Duration.ofDays(1));
        assertThat(status(licence, StatusQuestion.CANCELLED)).isEqualTo("true, known");
    }

    @Test
    void isNotInsuredByAPolicyWhoseCancellationTookEffect() throws SQLException, IOException {
        fixture.agree(
                QueryFixture.LICENCE,
                "LIC",
                "everywhere",
                "",
                "- type: policy\n  status: true\n- type: endorsement\n  status: true");
        Asker licence = fixture.asker(QueryFixture.LICENCE, null, Purpose.LIC);
        for (String number : List.of("D1", "D2")) {
            fixture.put(
                    RecordType.POLICY,
                    1,
                    Operation.CREATE,
                    "140212",
                    "01",
                    "policyNo",
                    number,
                    "insured",
                    UNIT,
                    "startAt",
                    "2026-01-01T00:00:00+08:00",
                    "endAt",
                    "2027-01-01T00:00:00+08:00");
        }
        endorse("D1", "E1", "退保", "2026-11-01T00:00:00+08:00");
        endorse("D2", "E1", "限额", "2026-11-01T00:00:00+08:00");
        endorse("D2", "E2", "注销", "2026-11-23T00:00:00+08:00");
        assertThat(status(licence, StatusQuestion.INSURED)).isEqualTo("true, known");

        fixture.pass(Duration.ofDays(1));
        assertThat(status(licence, StatusQuestion.INSURED)).isEqualTo("false, known");
    }

    private void endorse(String policy, String number, String type, String effectiveAt) throws SQLException {
        fixture.put(
                RecordType.ENDORSEMENT,
                1,
                Operation.CREATE,
                "140212",
                "01",
                "policyNo",
                policy,
                "endorseNo",
                number,
                "type",
                type,
                "effectiveAt",
                effectiveAt);
    }

    private String status(Asker asker, StatusQuestion question) {
        JsonNode answer = json(fixture.desk.status(asker, question, UNIT));
        assertThat(answer.propertyNames()).containsExactlyInAnyOrder("question", "uscc", "answer", "known", "at");
        return answer.get("answer").asBoolean() + (answer.get("known").asBoolean() ? ", known" : ", nothing known");
    }

    @Test
    void saysWhenAQueryTakesTooLong() {
        assertThatThrownBy(() -> fixture.queries.answer(AuditKind.QUERY, city, "slow", trail -> {
                    fixture.jdbc.sql("set local statement_timeout = 50").update();
                    fixture.jdbc.sql("select pg_sleep(20)").query().listOfRows();
                    return new Answer(Answer.JSON, new byte[0]);
                }))
                .satisfies(e ->
                        assertThat(((GatewayProblem) e).finding().code()).isEqualTo(QueryProblem.TOO_COSTLY.code()));
        assertThat(fixture.lastAudit().event().outcome()).isEqualTo("refused: QRY-0008");
    }

    @Test
    void saysWhenAQueryOfManyShortStatementsTakesTooLong() {
        AuditedQueries impatient = fixture.queries(Duration.ofSeconds(1));

        assertCode(
                QueryProblem.TOO_COSTLY,
                () -> impatient.answer(AuditKind.QUERY, city, "slow", trail -> {
                    for (int i = 0; i < 40; i++) {
                        fixture.jdbc.sql("select pg_sleep(0.2)").query().listOfRows();
                    }
                    return new Answer(Answer.JSON, new byte[0]);
                }));
    }

    @Test
    void looksThroughManyRecordsInFewStepsWhereAConditionLeavesFew() throws SQLException, IOException {
        fixture.agree(
                QueryFixture.CITY,
                "SUP",
                "[\"1402\"]",
                "",
                "- type: policy\n  where: premium == 7\n  units: {give: [parties, period]}");
        List<PreparedRecord> records = new ArrayList<>();
        records.add(fixture.record(
                RecordType.POLICY, 1, Operation.CREATE, "140212", "01", "policyNo", "D0", "premium", 7L));
        for (int i = 1; i < 700; i++) {
            records.add(policy("D" + i, 1, Operation.CREATE, "140212"));
        }
        fixture.append(records);

        JsonNode page = json(fixture.desk.records(city, policies(null), null, 1));

        assertThat(page.get("records")).hasSize(1);
        assertThat(page.get("records").get(0).get("policyNo").asString()).isEqualTo("D0");
    }

    @Test
    void letsOnePartyAskOnlySoMuchAtATime() {
        assertCode(
                QueryProblem.TOO_MANY_QUERIES,
                () -> fixture.queries.answer(
                        AuditKind.QUERY,
                        city,
                        "first",
                        one -> fixture.queries.answer(
                                AuditKind.QUERY,
                                city,
                                "second",
                                two -> fixture.queries.answer(AuditKind.QUERY, city, "third", three -> {
                                    throw new IllegalStateException("there was a place");
                                }))));
    }

    private PreparedRecord policy(String policyNo, long version, Operation operation, String region) {
        return fixture.record(
                RecordType.POLICY,
                version,
                operation,
                region,
                "01",
                "policyNo",
                policyNo,
                "insured",
                UNIT,
                "premium",
                123456L,
                "handler",
                HANDLER);
    }

    private PreparedRecord claim(String claimNo) {
        return fixture.record(
                RecordType.CLAIM,
                1,
                Operation.CREATE,
                "140212",
                "01",
                "claimNo",
                claimNo,
                "policyNo",
                "D1",
                "occurredAt",
                "2026-03-01T08:00:00+08:00");
    }

    private static RecordFilter policies(String region) {
        return new RecordFilter(RecordType.POLICY, region, null, null, null, null);
    }

    private static RecordKey key(String policyNo) {
        return new RecordKey(RecordType.POLICY, policyNo, null);
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static JsonNode json(Answer answer) {
        return JSON.readTree(answer.body());
    }

    private static void assertCode(QueryProblem expected, Supplier<?> query) {
        assertThat(refusal(query::get).finding().code()).isEqualTo(expected.code());
    }

    private static GatewayProblem refusal(ThrowingCallable query) {
        try {
            query.call();
        } catch (GatewayProblem refusal) {
            return refusal;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it was answered");
    }
}
