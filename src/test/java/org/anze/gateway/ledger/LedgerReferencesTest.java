package org.anze.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.Reference;
import org.anze.gateway.validation.References;
import org.anze.gateway.validation.Wanted;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the rules ask of the ledger: by business key, by columns, by hashed terms. */
class LedgerReferencesTest {

    private static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);
    private static final String UNIT = "91140212MAXX00015K";

    private final UnitCipher cipher = new UnitCipher(SampleKeys.inMemory());
    private JdbcClient jdbc;
    private SampleEntries samples;
    private LedgerTransaction ledger;
    private LedgerReader reader;
    private LedgerReferences references;
    private long submissions;

    @BeforeEach
    void emptyLedger() {
        DataSource pool = TestStores.freshSchema();
        jdbc = JdbcClient.create(pool);
        samples = new SampleEntries(pool, cipher);
        reader = new LedgerReader(jdbc, Suite.SM, cipher);
        ledger = new LedgerTransaction(
                pool, GATEWAY.signer(), SampleSeals.LEDGER, new Receipts(GATEWAY.signer(), GATEWAY.certificate()));
        references = new LedgerReferences(jdbc, reader, SampleEntries.DEFINITIONS);
    }

    @Test
    void findsTheNewestVersionUnderAKeyEvenWhenItIsWithdrawn() throws Exception {
        append(
                policy("P-1", 1, Operation.CREATE, "premium", 100L),
                policy("P-2", 1, Operation.CREATE, "premium", 200L));
        append(policy("P-1", 2, Operation.CORRECT, "premium", 150L), policy("P-2", 2, Operation.VOID));

        References found = lookUp(Set.of(key("P-1"), key("P-2"), key("P-3")), Set.of());

        assertThat(found.under(RecordType.POLICY, "P-1"))
                .extracting(KnownRecord::version, known -> known.number("premium"))
                .containsExactly(org.assertj.core.groups.Tuple.tuple(2L, 150L));
        assertThat(found.under(RecordType.POLICY, "P-2")).singleElement().matches(KnownRecord::isVoid);
        assertThat(found.under(RecordType.POLICY, "P-3")).isEmpty();
    }

    @Test
    void findsRecordsByPolicyNumberAndCreditCode() throws Exception {
        append(
                policy("P-1", 1, Operation.CREATE, "insured", UNIT),
                policy("P-2", 1, Operation.CREATE, "insured", UNIT),
                policy("P-3", 1, Operation.CREATE, "insured", "91140105MAWX00152L"),
                claim("C-1", 1, "P-1", 500L),
                claim("C-2", 1, "P-2", 600L));

        References found = lookUp(
                Set.of(),
                Set.of(
                        new Lookup(RecordType.POLICY, "insured", UNIT),
                        new Lookup(RecordType.CLAIM, "policyNo", "P-1"),
                        new Lookup(RecordType.ACCIDENT_REPORT, "policyNo", "P-1")));

        assertThat(keys(found.related(new Lookup(RecordType.POLICY, "insured", UNIT))))
                .containsExactly("P-1", "P-2");
        List<KnownRecord> claims = found.related(new Lookup(RecordType.CLAIM, "policyNo", "P-1"));
        assertThat(claims).extracting(known -> known.number("paid")).containsExactly(500L);
        assertThat(found.related(new Lookup(RecordType.ACCIDENT_REPORT, "policyNo", "P-1")))
                .isEmpty();
    }

    @Test
    void leavesOutWhatWasWithdrawnOrCorrectedAway() throws Exception {
        append(claim("C-1", 1, "P-1", 1L), claim("C-2", 1, "P-1", 2L), claim("C-3", 1, "P-1", 3L));
        append(
                samples.record(RecordType.CLAIM, 2, Operation.VOID, "claimNo", "C-1", "policyNo", "P-1"),
                claim("C-2", 2, "P-9", 2L),
                claim("C-3", 3, "P-1", 33L));
        // Comes last and is not the newest.
        append(claim("C-3", 2, "P-1", 32L));

        List<KnownRecord> claims = lookUp(Set.of(), Set.of(new Lookup(RecordType.CLAIM, "policyNo", "P-1")))
                .related(new Lookup(RecordType.CLAIM, "policyNo", "P-1"));

        assertThat(claims)
                .extracting(KnownRecord::businessKey, known -> known.number("paid"))
                .containsExactly(org.assertj.core.groups.Tuple.tuple("C-3", 33L));
    }

    @Test
    void findsServicesByCertificateAndPlaceWithoutKeepingEither() throws Exception {
        append(
                service("S-1", "云冈区样本煤业办公楼", "E-001", "E-002"),
                service("S-2", "别处", "E-002"),
                service("S-3", "别处", "E-003"));
        Lookup certificate = new Lookup(RecordType.SERVICE_RECORD, "experts.certNo", "E-002");
        Lookup place = new Lookup(RecordType.SERVICE_RECORD, "place", "别处");

        References found = lookUp(Set.of(), Set.of(certificate, place));

        assertThat(keys(found.related(certificate))).containsExactly("S-1", "S-2");
        assertThat(keys(found.related(place))).containsExactly("S-2", "S-3");
        assertThat(jdbc.sql("select encode(term, 'escape') from record_term")
                        .query(String.class)
                        .list())
                .hasSize(7)
                .noneMatch(term -> term.contains("E-00"));
        LedgerReferences stranger = new LedgerReferences(
                jdbc,
                new LedgerReader(jdbc, Suite.SM, new UnitCipher(SampleKeys.named("stranger"))),
                SampleEntries.DEFINITIONS);
        assertThat(stranger.lookUp(new Wanted(Set.of(), Set.of(certificate))).related(certificate))
                .isEmpty();
    }

    @Test
    void findsThePrecedingEntryOfTheFeeLedgerByItsHash() throws Exception {
        PreparedRecord first = samples.record(
                RecordType.FEE_LEDGER,
                1,
                Operation.CREATE,
                "entryNo",
                "F-1",
                "insurer",
                SampleEntries.PROVIDER,
                "policyNo",
                "P-1",
                "amount",
                100L);
        append(first);
        String hash = org.anze.gateway.validation.FeeChain.hash(first.valid().record()::value);
        Lookup lookup = new Lookup(RecordType.FEE_LEDGER, "entryHash", hash);

        assertThat(keys(lookUp(Set.of(), Set.of(lookup)).related(lookup)))
                .containsExactly(first.valid().record().businessKey());
    }

    @Test
    void givesTheNewestWhenThereAreTooMany() throws Exception {
        List<PreparedRecord> many = new ArrayList<>();
        for (int i = 0; i < LedgerReferences.MOST_RELATED + 10; i++) {
            many.add(policy("M-" + i, 1, Operation.CREATE, "insured", UNIT));
        }
        append(many.toArray(PreparedRecord[]::new));
        append(policy("N-1", 1, Operation.CREATE, "insured", "91140105MAWX00152L"));
        Lookup common = new Lookup(RecordType.POLICY, "insured", UNIT);
        Lookup rare = new Lookup(RecordType.POLICY, "insured", "91140105MAWX00152L");

        References found = lookUp(Set.of(), Set.of(common, rare));

        assertThat(keys(found.related(rare))).containsExactly("N-1");
        assertThat(found.related(common))
                .hasSize(LedgerReferences.MOST_RELATED)
                .last()
                .extracting(KnownRecord::businessKey)
                .isEqualTo("M-" + (LedgerReferences.MOST_RELATED + 9));
    }

    @Test
    void givesTheSameAboutAValueHoweverManyOthersAreAskedFor() throws Exception {
        Set<Lookup> lookups = new HashSet<>(appendPolicies(70, 40));

        References found = lookUp(Set.of(), lookups);

        assertThat(lookups).allSatisfy(lookup -> assertThat(keys(found.related(lookup)))
                .hasSize(40)
                .isEqualTo(keys(lookUp(Set.of(), Set.of(lookup)).related(lookup))));
    }

    @Test
    void readsEachAnswerOnItsOwnWhenAllTogetherAreTooMany() throws Exception {
        Set<Lookup> lookups = new HashSet<>(appendPolicies(7, 40));
        Wanted wanted = new Wanted(Set.of(key("M-3-7"), key("M-X")), lookups);

        LedgerAnswers held = answers(280, wanted);
        LedgerAnswers read = answers(279, wanted);

        assertThat(held.isTooMany()).isFalse();
        assertThat(read.isTooMany()).isTrue();
        assertThat(keys(read.under(RecordType.POLICY, "M-3-7"))).containsExactly("M-3-7");
        assertThat(lookups)
                .allSatisfy(lookup ->
                        assertThat(keys(read.related(lookup))).hasSize(40).isEqualTo(keys(held.related(lookup))));
        assertThat(lookups).allMatch(lookup -> read.count(lookup) == 40 && held.count(lookup) == 40);
        assertThat(held.basis(wanted).references()).hasSize(281);
        assertThat(read.basis(wanted)).isEqualTo(new Basis(280, wanted.references(), lookups, true));
    }

    @Test
    void doesNotReadEverythingAgainWhenAnswersAreAskedForInTurns() throws Exception {
        List<Lookup> lookups = appendPolicies(60, 1);
        LedgerAnswers read = answers(40, new Wanted(Set.of(), Set.copyOf(lookups)));
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

        for (int round = 0; round < 10; round++) {
            lookups.forEach(lookup -> seen.add(read.related(lookup)));
        }

        assertThat(seen.size()).isBetween(60, 300);
    }

    /** So many policies for each of so many units; gives back what they are found by. */
    private List<Lookup> appendPolicies(int units, int each) throws Exception {
        List<PreparedRecord> many = new ArrayList<>();
        List<Lookup> lookups = new ArrayList<>();
        for (int unit = 0; unit < units; unit++) {
            lookups.add(new Lookup(RecordType.POLICY, "insured", "U-" + unit));
            for (int i = 0; i < each; i++) {
                many.add(policy("M-" + unit + "-" + i, 1, Operation.CREATE, "insured", "U-" + unit));
            }
        }
        append(many.toArray(PreparedRecord[]::new));
        return lookups;
    }

    private LedgerAnswers answers(int mostHeld, Wanted wanted) {
        return new LedgerReferences(jdbc, new LedgerReader(jdbc, Suite.SM, cipher), SampleEntries.DEFINITIONS, mostHeld)
                .lookUp(wanted);
    }

    @Test
    void opensNoUnitThatNoRuleReads() throws Exception {
        append(samples.record(
                RecordType.POLICY, 1, Operation.CREATE, "policyNo", "P-1", "insured", UNIT, "handler", "甲某"));
        // What is still open in memory is not what is tested here.
        LedgerReader cold = new LedgerReader(jdbc, Suite.SM, cipher);

        KnownRecord policy = new LedgerReferences(jdbc, cold, SampleEntries.DEFINITIONS)
                .lookUp(new Wanted(Set.of(key("P-1")), Set.of()))
                .under(RecordType.POLICY, "P-1")
                .get(0);

        assertThat(policy.text("insured")).isEqualTo(UNIT);
        assertThat(policy.text("handler")).isNull();
        assertThat(policy.values()).doesNotContainKey("handler").containsKey("insured");
    }

    @Test
    void knowsWhenARecordWasReceivedWithoutAskingAgain() throws Exception {
        append(policy("P-1", 1, Operation.CREATE, "insured", UNIT));
        Wanted wanted = new Wanted(Set.of(key("P-1")), Set.of());
        LedgerReferences cold =
                new LedgerReferences(jdbc, new LedgerReader(jdbc, Suite.SM, cipher), SampleEntries.DEFINITIONS);
        KnownRecord stored = cold.lookUp(wanted).under(RecordType.POLICY, "P-1").get(0);
        KnownRecord inMemory =
                references.lookUp(wanted).under(RecordType.POLICY, "P-1").get(0);
        OffsetDateTime received = jdbc.sql("select received_at from ledger_entry")
                .query(OffsetDateTime.class)
                .single();
        jdbc.sql("update ledger_entry set received_at = '2001-01-01T00:00:00Z'").update();

        assertThat(cold.receivedAt(stored)).isEqualTo(received.toInstant());
        assertThat(references.receivedAt(inMemory)).isEqualTo(received.toInstant());
    }

    @Test
    void answersQuestionsThatTheDatabaseCannotTake() {
        Lookup strange = new Lookup(RecordType.CLAIM, "policyNo", "P-\0");

        References found = lookUp(Set.of(key("P-\0")), Set.of(strange));

        assertThat(found.under(RecordType.POLICY, "P-\0")).isEmpty();
        assertThat(found.related(strange)).isEmpty();
    }

    private static Reference key(String policyNo) {
        return new Reference(RecordType.POLICY, policyNo);
    }

    private References lookUp(Set<Reference> keys, Set<Lookup> lookups) {
        return references.lookUp(new Wanted(keys, lookups));
    }

    private static List<String> keys(List<KnownRecord> records) {
        return records.stream().map(KnownRecord::businessKey).toList();
    }

    private PreparedRecord policy(String policyNo, long version, Operation operation, Object... values) {
        return samples.record(
                RecordType.POLICY,
                version,
                operation,
                Stream.concat(Stream.of("policyNo", policyNo), Stream.of(values))
                        .toArray());
    }

    private PreparedRecord claim(String claimNo, long version, String policyNo, long paid) {
        return samples.record(
                RecordType.CLAIM, version, Operation.CREATE, "claimNo", claimNo, "policyNo", policyNo, "paid", paid);
    }

    private PreparedRecord service(String serviceNo, String place, String... certificates) {
        List<Map<String, Object>> experts = Stream.of(certificates)
                .map(number -> Map.<String, Object>of("certNo", number))
                .toList();
        return samples.record(
                RecordType.SERVICE_RECORD,
                1,
                Operation.CREATE,
                "serviceNo",
                serviceNo,
                "place",
                place,
                "experts",
                experts);
    }

    private void append(PreparedRecord... records) throws Exception {
        SampleEntries.append(ledger, reader, samples.batch(++submissions, 0, true, List.of(records)), SampleSeals.NOW);
    }
}
