package org.anze.gateway.access.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.access.Agreement;
import org.anze.gateway.access.AgreementText;
import org.anze.gateway.access.Decision;
import org.anze.gateway.access.Facts;
import org.anze.gateway.access.change.Preview.OfUnit;
import org.anze.gateway.audit.AuditEntry;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.party.CertificatePin;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.record.codes.Regions;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A city with one agreement over policies, and what a test does to its files; {@code follow} compares them with the store. */
abstract class ChangesOfOneParty {

    static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    static final Instant NOW = Instant.parse("2026-11-22T01:00:00Z");
    static final String CITY = "city-sample";
    static final String OTHER = "city-other";
    static final Scope DATONG = new Scope("140214", "03", "insurer-jia");
    static final Regions REGIONS = regions();

    final Map<String, String> files = new LinkedHashMap<>();
    final List<RecentRecord> recent = new ArrayList<>();
    PartyType type = PartyType.CTY;
    boolean folderIsThere = true;
    Served delivery = new Served(null, List.of(), Party.Tokens.NONE);
    String encryption = "";
    JdbcClient jdbc;
    JdbcTransactionManager transactions;
    AuditLog audit;
    AgreementChanges changes;
    InForce counts;

    record RecentRecord(RecordType type, String key, Scope scope) {}

    @BeforeEach
    void startWithOneAgreement() {
        DataSource store = TestStores.freshSchema();
        jdbc = JdbcClient.create(store);
        transactions = new JdbcTransactionManager(store);
        audit = new AuditLog(jdbc, transactions, Suite.SM, Clock.fixed(NOW, ZoneOffset.UTC));
        changes = node();
        files.put("shared", text(1, "give: [parties, period, limits]"));
        follow();
    }

    void approvePending() {
        long id = onlyPending().id();
        changes.propose(id, "zhao", "sample");
        changes.approve(id, "qian", "sample");
        follow();
    }

    /** Of another city, for two agreements of one party must not speak of the same records. */
    static String otherText(int version, String units) {
        return text(version, units, "1403", "2028-12-31").replace("id: shared", "id: other");
    }

    /** A single case of another purpose: never pushed. */
    static String caseText() {
        return text(1, "give: [parties, premium]")
                .replace("id: shared", "id: case")
                .replace("purpose: SUP", "purpose: ENF")
                .replace(
                        "    units:",
                        "    case: {businessKey: P-1, expires: 2027-06-01T00:00:00+08:00, watermark: true}\n    units:");
    }

    record Served(
            Party.@org.jspecify.annotations.Nullable Delivery delivery,
            List<CertificatePin> certificates,
            Party.Tokens tokens) {}

    static Served rest(String endpoint, Party.Tokens tokens) {
        return new Served(
                new Party.Delivery(
                        Party.Channel.REST,
                        endpoint,
                        Party.Format.JSON,
                        Map.of(),
                        null,
                        0,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null),
                List.of(),
                tokens);
    }

    String endpoint() {
        return counts.parties().find(CITY).orElseThrow().delivery().endpoint();
    }

    List<CertificatePin> certificates() {
        return counts.parties().find(CITY).orElseThrow().certificates();
    }

    static OfUnit unit(Preview.OfType of, String name) {
        return of.units().stream()
                .filter(unit -> unit.unit().equals(name))
                .filter(unit -> unit.records().records() > 0)
                .findFirst()
                .orElseThrow();
    }

    AgreementChanges node() {
        RecentRecords walk = new RecentRecords() {
            @Override
            public Instant walk(Instant from, Set<RecordType> types, long limit, Visitor visitor) {
                recent.stream()
                        .filter(record -> types.contains(record.type()))
                        .forEach(record -> visitor.visit(
                                record.type(),
                                record.key(),
                                Facts.of(record.scope(), field -> field.equals("policyNo") ? record.key() : null)));
                return from;
            }
        };
        return new AgreementChanges(
                jdbc, transactions, audit, Suite.SM, DEFINITIONS, walk, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    void follow() {
        counts = changes.follow(proposed(), parties(), REGIONS);
    }

    ProposedTexts proposed() {
        List<AgreementText> texts = new ArrayList<>();
        files.forEach(
                (id, text) -> texts.add(new AgreementText(CITY, id + ".yaml", text.getBytes(StandardCharsets.UTF_8))));
        return folderIsThere
                ? new ProposedTexts(texts, List.of(CITY), encryption.isEmpty() ? Map.of() : Map.of(CITY, encryption))
                : new ProposedTexts(List.of(), List.of());
    }

    Parties parties() {
        return Parties.of(List.of(served(CITY, type, delivery), party(OTHER, PartyType.CTY)));
    }

    static Party served(String id, PartyType type, Served served) {
        return new Party(
                id,
                type,
                new Party.Name("示例", "sample"),
                "91140200MAWX00111A",
                List.of(),
                null,
                served.delivery(),
                List.of(),
                served.certificates(),
                served.tokens());
    }

    static Party party(String id, PartyType type) {
        return new Party(
                id, type, new Party.Name("示例", "sample"), "91140200MAWX00111A", List.of(), null, null, List.of());
    }

    AgreementChange onlyPending() {
        assertThat(changes.pending()).hasSize(1);
        return changes.pending().get(0);
    }

    Agreement agreement() {
        return counts.agreements().find(CITY, "shared").orElseThrow();
    }

    Decision decision() {
        return counts.agreements().decide(CITY, null, RecordType.POLICY, Facts.of(DATONG, field -> null), NOW);
    }

    Manner manner(String unit) {
        return ((Decision.Permit) decision()).manner(unit);
    }

    List<String> outcomes() {
        return audit.after(0, 1000).stream()
                .map(AuditEntry::event)
                .map(event -> event.outcome())
                .toList();
    }

    static void assertProblem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, ChangeProblem problem) {
        assertThatThrownBy(call).isInstanceOfSatisfying(GatewayProblem.class, thrown -> assertThat(
                        thrown.finding().code())
                .isEqualTo(problem.text().code()));
    }

    static Regions regions() {
        try {
            return CodeTables.load(Path.of("codes")).regions();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(int version, String units) {
        return text(version, units, "1402", "2028-12-31");
    }

    static String text(int version, String units, String region, String until) {
        String flow = units.startsWith("{") ? units : "{" + units + "}";
        return String.join(
                "\n",
                Arrays.asList(
                        "id: shared",
                        "version: " + version,
                        "recipient: " + CITY,
                        "purpose: SUP",
                        "legalBasis:",
                        "  - document: 晋应急函〔2024〕375号",
                        "    article: 二（一）三",
                        "sharingClass: conditional",
                        "validFrom: 2026-01-01",
                        "validTo: " + until,
                        "docRef: 测试",
                        "approvedBy: 测试",
                        "scope:",
                        "  regions: [\"" + region + "\"]",
                        "  sectors: all",
                        "  insurers: all",
                        "records:",
                        "  - type: policy",
                        "    units: " + flow,
                        ""));
    }
}
