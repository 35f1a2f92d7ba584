package org.anze.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anze.gateway.TestStores;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.ledger.Append.ParkedRecord;
import org.anze.gateway.ledger.Append.RejectedRecord;
import org.anze.gateway.ledger.Append.SubmissionRef;
import org.anze.gateway.ledger.FaultySource.Fault;
import org.anze.gateway.ledger.ParkedRecords.Due;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SealTrust;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.parcel.SignedStatement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Records that wait for another: what the writer keeps, marks and settles, and what it keeps when the store fails. */
class ParkingTest {

    private static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);
    private static final Instant NOW = SampleSeals.NOW;
    private static final Instant UNTIL = NOW.plus(Duration.ofHours(72));
    private static final int MOST_PARKED = 5;

    private final UnitCipher cipher = new UnitCipher(SampleKeys.inMemory());
    private FaultySource pool;
    private JdbcClient jdbc;
    private SampleEntries samples;
    private LedgerTransaction ledger;
    private ParkedRecords parked;

    @BeforeEach
    void emptyLedger() {
        pool = new FaultySource(TestStores.freshSchema());
        jdbc = JdbcClient.create(pool);
        samples = new SampleEntries(pool, cipher);
        parked = new ParkedRecords(jdbc, cipher, SampleEntries.DEFINITIONS);
        ledger = newTransaction();
    }

    private LedgerTransaction newTransaction() {
        return new LedgerTransaction(
                pool,
                GATEWAY.signer(),
                SampleSeals.LEDGER,
                new Receipts(GATEWAY.signer(), GATEWAY.certificate()),
                MOST_PARKED,
                Lease.ALONE);
    }

    @Test
    void countsWhatWaitsAndSaysInTheReceiptWhatForAndUntilWhen() throws Exception {
        LedgerTransaction.Outcome outcome = ledger.append(List.of(waiting(1, "C-1", "P-1")), NOW);

        assertThat(counters(1)).isEqualTo("PARTLY_ACCEPTED 1=0+0+0+1");
        assertThat(outcome.parkedDue()).isFalse();
        Map<String, Object> receipt = body(outcome.appended().get(0).receipt());
        assertThat(receipt).containsEntry("parked", 1L).containsEntry("awaitingComplete", true);
        assertThat((List<Object>) receipt.get("awaiting"))
                .singleElement()
                .isEqualTo(Map.of(
                        "line",
                        2L,
                        "recordType",
                        "claim",
                        "businessKey",
                        "C-1",
                        "awaitedType",
                        "policy",
                        "awaitedKey",
                        "P-1",
                        "until",
                        org.anze.gateway.seal.SealTime.write(UNTIL)));
        assertThat(parked.dueSubmissions(-1, NOW, 10)).isEmpty();
    }

    @Test
    void keepsTheWholeRecordEncryptedAndGivesItBack() throws Exception {
        ledger.append(List.of(waiting(1, "C-1", "P-1")), NOW);

        Due due = parked.due(1, -1, 0, UNTIL, 10).get(0);

        CanonicalRecord record = due.record();
        assertThat(record.businessKey()).isEqualTo("C-1");
        assertThat(record.number("paid")).isEqualTo(500L);
        assertThat(record.objects("stages")).containsExactly(Map.of("stage", "PAY", "amount", 500L));
        assertThat(record.texts("lossType")).containsExactly("人伤", "物损");
        assertThat(record.locate("policyNo")).isEqualTo(new Location(2, 7, "policyNo"));
        assertThat(record.scope().riskRegion()).isEqualTo("140212");
        assertThat(due.lastChance()).isTrue();
        assertThat(jdbc.sql("select encode(content, 'escape') from parked_intake")
                        .query(String.class)
                        .single())
                .doesNotContain("C-1")
                .doesNotContain("lossType");
    }

    @Test
    void marksWhatWaitsWhenItsReferenceIsAppendedByAnybody() throws Exception {
        ledger.append(List.of(waiting(1, "C-1", "P-1"), waiting(2, "C-2", "P-2")), NOW);

        LedgerTransaction.Outcome outcome = ledger.append(List.of(samples.policies(3, 0, true, "P-1")), NOW);

        assertThat(outcome.parkedDue()).isTrue();
        assertThat(parked.dueSubmissions(-1, NOW, 10)).containsExactly(1L);
        assertThat(parked.due(1, -1, 0, NOW, 10)).singleElement().matches(due -> !due.lastChance());
    }

    @Test
    void marksWhatIsParkedAfterItsReferenceHadBeenAppendedUnseen() throws Exception {
        // The look found nothing, then another submission was quicker.
        Append late = waiting(2, "C-1", "P-1");
        ledger.append(List.of(samples.policies(1, 0, true, "P-1")), NOW);

        LedgerTransaction.Outcome outcome = ledger.append(List.of(late), NOW);

        assertThat(outcome.parkedDue()).isTrue();
        assertThat(parked.dueSubmissions(-1, NOW, 10)).containsExactly(2L);
    }

    @Test
    void marksItAlsoWhenBothComeInOneCommit() throws Exception {
        ledger.append(List.of(waiting(2, "C-1", "P-1"), samples.policies(1, 0, true, "P-1")), NOW);

        assertThat(parked.dueSubmissions(-1, NOW, 10)).containsExactly(2L);
    }

    @Test
    void doesNotMarkWhatSawItsReferenceAndWaitsAllTheSame() throws Exception {
        ledger.append(List.of(samples.policies(1, 0, true, "P-1")), NOW);
        SubmissionRef submission = samples.submission(2);
        ParkedRecord looked = samples.parked(submission, claim("C-1", "P-1"), "P-1", UNTIL, 1);

        LedgerTransaction.Outcome outcome = ledger.append(List.of(parking(submission, List.of(looked))), NOW);

        assertThat(outcome.parkedDue()).isFalse();
        assertThat(parked.dueSubmissions(-1, NOW, 10)).isEmpty();
    }

    @Test
    void signsFirstAndSecondReceiptsOfACommitTogether() throws Exception {
        byte[] first = ledger.append(List.of(waiting(1, "C-1", "P-1")), NOW)
                .appended()
                .get(0)
                .receipt();
        ledger.append(List.of(waiting(2, "C-2", "P-2")), NOW);
        ledger.append(List.of(samples.policies(3, 0, true, "P-1", "P-2")), NOW);

        List<LedgerWriter.Appended> appended = ledger.append(
                        List.of(
                                release(1, parked.due(1, -1, 0, NOW, 10)),
                                samples.policies(4, 0, true, "P-4"),
                                release(2, parked.due(2, -1, 0, NOW, 10))),
                        NOW.plusSeconds(60))
                .appended();

        assertThat(body(appended.get(0).receipt()))
                .containsEntry("submission", "S1")
                .containsEntry("supplementOf", org.anze.gateway.seal.Base64Text.encode(Suite.SM.hash(first)));
        assertThat(body(appended.get(1).receipt()))
                .containsEntry("submission", "S4")
                .doesNotContainKey("supplementOf");
        assertThat(body(appended.get(2).receipt()))
                .containsEntry("submission", "S2")
                .containsKey("supplementOf");
        assertThat(appended).extracting(each -> each.ending() == null).containsExactly(true, false, true);
    }

    @Test
    void settlesAParkedRecordOnceAndThenMakesTheSecondReceipt() throws Exception {
        byte[] first = ledger.append(List.of(waiting(1, "C-1", "P-1")), NOW)
                .appended()
                .get(0)
                .receipt();
        ledger.append(List.of(samples.policies(2, 0, true, "P-1")), NOW);
        Append release = release(1, parked.due(1, -1, 0, NOW, 10));

        LedgerTransaction.Outcome outcome = ledger.append(List.of(release, release), NOW.plusSeconds(60));
        LedgerTransaction.Outcome again = ledger.append(List.of(release), NOW.plusSeconds(120));

        assertThat(counters(1)).isEqualTo("ACCEPTED 1=1+0+0+0");
        assertThat(outcome.entries()).hasSize(1);
        assertThat(again.entries()).isEmpty();
        assertThat(again.appended().get(0).receipt()).isNull();
        assertThat(outcome.appended().get(1).receipt()).isNull();
        byte[] second = outcome.appended().get(0).receipt();
        assertThat(body(second))
                .containsEntry("status", "ACCEPTED")
                .containsEntry("accepted", 1L)
                .containsEntry("parked", 0L)
                .containsEntry("firstEntry", 1L)
                .containsEntry("supplementOf", org.anze.gateway.seal.Base64Text.encode(Suite.SM.hash(first)));
        assertThat(jdbc.sql("select supplement from submission where seq = 1")
                        .query(byte[].class)
                        .single())
                .isEqualTo(second);
        assertThat(jdbc.sql("select receipt from submission where seq = 1")
                        .query(byte[].class)
                        .single())
                .isEqualTo(first);
        assertThat(parkedRows()).isZero();
    }

    @Test
    void makesTheSecondReceiptOnlyWhenNothingWaitsAnyMore() throws Exception {
        SubmissionRef submission = samples.submission(1);
        ledger.append(
                List.of(parking(submission, List.of(park(submission, "C-1", "P-1"), park(submission, "C-2", "P-2")))),
                NOW);
        ledger.append(List.of(samples.policies(2, 0, true, "P-1")), NOW);

        ledger.append(List.of(release(1, parked.due(1, -1, 0, NOW, 10))), NOW);
        assertThat(counters(1)).isEqualTo("PARTLY_ACCEPTED 2=1+0+0+1");
        assertThat(supplemented(1)).isFalse();

        Due expired = parked.due(1, -1, 0, UNTIL, 10).get(0);
        LedgerTransaction.Outcome outcome = ledger.append(List.of(rejecting(1, expired)), UNTIL);

        assertThat(counters(1)).isEqualTo("PARTLY_ACCEPTED 2=1+1+0+0");
        assertThat(body(outcome.appended().get(0).receipt())).containsEntry("rejected", 1L);
        assertThat(jdbc.sql("select count(*) from rejected_record where submission = 1")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void needsNoSecondReceiptWhenAllIsSettledBeforeTheFirst() throws Exception {
        SubmissionRef submission = samples.submission(1);
        ledger.append(
                List.of(new Append(
                        submission,
                        0,
                        1,
                        List.of(),
                        List.of(),
                        List.of(park(submission, "C-1", "P-1")),
                        false,
                        null,
                        false)),
                NOW);
        ledger.append(List.of(samples.policies(2, 0, true, "P-1")), NOW);
        Append release = release(1, parked.due(1, -1, 0, NOW, 10));

        LedgerTransaction.Outcome outcome = ledger.append(List.of(release, samples.policies(1, 1, true, "P-7")), NOW);

        assertThat(outcome.appended().get(0).receipt()).isNull();
        assertThat(body(outcome.appended().get(1).receipt()))
                .containsEntry("accepted", 2L)
                .doesNotContainKey("supplementOf");
        assertThat(counters(1)).isEqualTo("ACCEPTED 2=2+0+0+0");
        assertThat(supplemented(1)).isFalse();
    }

    @Test
    void countsAParkedRecordThatCameAnotherWayMeanwhileAsADuplicate() throws Exception {
        ledger.append(List.of(waiting(1, "C-1", "P-1")), NOW);
        ledger.append(
                List.of(samples.batch(2, 0, true, List.of(samples.policy("P-1", 1, "140212"), sealed("C-1", "P-1")))),
                NOW);

        ledger.append(List.of(release(1, parked.due(1, -1, 0, NOW, 10))), NOW);

        assertThat(counters(1)).isEqualTo("ACCEPTED 1=0+0+1+0");
        assertThat(entries()).isEqualTo(2);
    }

    @Test
    void letsARecordThatFoundOneThingWaitForAnother() throws Exception {
        SubmissionRef submission = samples.submission(1);
        ledger.append(List.of(waiting(1, "C-1", "P-1")), NOW);
        ledger.append(List.of(samples.policies(2, 0, true, "P-1")), NOW);
        Due due = parked.due(1, -1, 0, NOW, 10).get(0);
        ParkedRecord again = samples.parked(submission, due.record(), "P-2", UNTIL, 1);

        ledger.append(
                List.of(new Append(submission, 0, 0, List.of(), List.of(), List.of(again), false, null, true)), NOW);

        assertThat(parked.dueSubmissions(-1, NOW, 10)).isEmpty();
        assertThat(counters(1)).isEqualTo("PARTLY_ACCEPTED 1=0+0+0+1");
        ledger.append(List.of(samples.policies(3, 0, true, "P-2")), NOW);
        assertThat(parked.dueSubmissions(-1, NOW, 10)).containsExactly(1L);
        // The content was not touched.
        assertThat(parked.due(1, -1, 0, NOW, 10).get(0).record().number("paid")).isEqualTo(500L);
    }

    @Test
    void refusesWhatIsBeyondTheLimitOfTheParty() throws Exception {
        SubmissionRef submission = samples.submission(1);
        List<ParkedRecord> many = new ArrayList<>();
        for (int i = 0; i < MOST_PARKED + 2; i++) {
            many.add(park(submission, "C-" + i, "P-" + i));
        }
        ledger.append(List.of(parking(submission, many)), NOW);
        assertThat(counters(1)).isEqualTo("PARTLY_ACCEPTED 7=0+2+0+5");

        ledger.append(List.of(waiting(2, "C-X", "P-X")), NOW);

        assertThat(counters(2)).isEqualTo("REJECTED 1=0+1+0+0");
        assertThat(jdbc.sql("select findings from rejected_record where submission = 2")
                        .query(String.class)
                        .single())
                .contains("LED-0102", "V-T02", "P-X");
    }

    @Test
    void keepsNothingWhenTheStoreFailsBeforeItKeptTheParkedRecord() throws Exception {
        Append batch = waiting(1, "C-1", "P-1");
        pool.fail(Fault.BEFORE_COMMIT);
        assertThatThrownBy(() -> ledger.append(List.of(batch), NOW)).isInstanceOf(SQLException.class);
        assertThat(parkedRows()).isZero();
        assertThat(counters(1)).isEqualTo("RECEIVED 0=0+0+0+0");

        pool.fail(Fault.ANSWER_LOST);
        assertThat(ledger.append(List.of(batch), NOW).appended().get(0).receipt())
                .isNotNull();
        ledger.append(List.of(batch), NOW);

        assertThat(parkedRows()).isEqualTo(1);
        assertThat(counters(1)).isEqualTo("PARTLY_ACCEPTED 1=0+0+0+1");
    }

    @Test
    void settlesOnceWhetherTheStoreFailsBeforeItKeptTheReleaseOrAfterwards() throws Exception {
        ledger.append(List.of(waiting(1, "C-1", "P-1")), NOW);
        ledger.append(List.of(samples.policies(2, 0, true, "P-1")), NOW);
        Append release = release(1, parked.due(1, -1, 0, NOW, 10));

        pool.fail(Fault.BEFORE_COMMIT);
        assertThatThrownBy(() -> ledger.append(List.of(release), NOW)).isInstanceOf(SQLException.class);
        assertThat(parked.dueSubmissions(-1, NOW, 10)).containsExactly(1L);
        assertThat(supplemented(1)).isFalse();

        pool.fail(Fault.ERROR_HALF_WAY);
        assertThatThrownBy(() -> ledger.append(List.of(release), NOW)).isInstanceOf(OutOfMemoryError.class);
        assertThat(parkedRows()).isEqualTo(1);

        pool.fail(Fault.ANSWER_LOST);
        assertThat(ledger.append(List.of(release), NOW).appended().get(0).receipt())
                .isNotNull();

        // The next run of the gateway knows nothing of all this.
        assertThat(newTransaction()
                        .append(List.of(release), NOW)
                        .appended()
                        .get(0)
                        .accepted())
                .isZero();
        assertThat(counters(1)).isEqualTo("ACCEPTED 1=1+0+0+0");
        assertThat(entries()).isEqualTo(2);
        assertThat(supplemented(1)).isTrue();
    }

    @Test
    void marksNothingWhenTheStoreFailsBeforeItKeptTheReference() throws Exception {
        ledger.append(List.of(waiting(1, "C-1", "P-1")), NOW);
        Append policy = samples.policies(2, 0, true, "P-1");
        pool.fail(Fault.BEFORE_COMMIT);
        assertThatThrownBy(() -> ledger.append(List.of(policy), NOW)).isInstanceOf(SQLException.class);
        assertThat(parked.dueSubmissions(-1, NOW, 10)).isEmpty();

        pool.fail(Fault.ANSWER_LOST);
        assertThat(ledger.append(List.of(policy), NOW).parkedDue()).isTrue();
        assertThat(parked.dueSubmissions(-1, NOW, 10)).containsExactly(1L);
    }

    @Test
    void doesNotOpenAParkedRecordThatWasMovedToAnotherPlace() throws Exception {
        ledger.append(List.of(waiting(1, "C-1", "P-1")), NOW);
        samples.submission(2);
        jdbc.sql("update parked_intake set submission = 2").update();

        assertThat(parked.due(2, -1, 0, UNTIL, 10)).singleElement().satisfies(due -> {
            assertThat(due.record()).isNull();
            assertThat(due.lastChance()).isTrue();
            assertThat(due.findings()).extracting(Finding::code).containsExactly("LED-0106");
        });
    }

    /** It has time until somebody has found out why; those behind it need not wait for that. */
    @Test
    void passesOverWhatCannotBeReadWhileItHasTime() throws Exception {
        ledger.append(List.of(waiting(1, "C-1", "P-1"), waiting(2, "C-2", "P-1")), NOW);
        ledger.append(List.of(samples.policies(3, 0, true, "P-1")), NOW);
        jdbc.sql("update parked_intake set submission = 2, ordinal = 0 where submission = 1")
                .update();

        List<ParkedRecords.Due> due = parked.due(2, -1, 0, NOW, 1);

        assertThat(due).singleElement().satisfies(each -> {
            assertThat(each.record()).isNotNull();
            assertThat(each.findings()).isEmpty();
        });
    }

    @Test
    void letsTheDatabaseRefuseCountersThatDoNotAddUp() throws Exception {
        ledger.append(List.of(waiting(1, "C-1", "P-1")), NOW);

        assertThatThrownBy(() -> jdbc.sql("update submission set parked = 0 where seq = 1")
                        .update())
                .hasMessageContaining("submission_accounted");
    }

    private CanonicalRecord claim(String claimNo, String policyNo) {
        return samples.canonical(
                RecordType.CLAIM,
                1,
                Operation.CREATE,
                "claimNo",
                claimNo,
                "policyNo",
                policyNo,
                "paid",
                500L,
                "lossType",
                List.of("人伤", "物损"),
                "stages",
                List.of(Map.of("stage", "PAY", "amount", 500L)));
    }

    private PreparedRecord sealed(String claimNo, String policyNo) {
        return new RecordSealer(Suite.SM, cipher)
                .prepare(
                        SampleEntries.SENT,
                        new org.anze.gateway.record.ValidRecord(
                                claim(claimNo, policyNo),
                                new org.anze.gateway.record.Scope("140212", "01", SampleEntries.PROVIDER),
                                List.of()),
                        0);
    }

    private ParkedRecord park(SubmissionRef submission, String claimNo, String policyNo) {
        return samples.parked(submission, claim(claimNo, policyNo), policyNo, UNTIL, 0);
    }

    private Append waiting(long submission, String claimNo, String policyNo) {
        SubmissionRef reference = samples.submission(submission);
        return parking(reference, List.of(park(reference, claimNo, policyNo)));
    }

    private static Append parking(SubmissionRef submission, List<ParkedRecord> records) {
        return new Append(submission, 0, records.size(), List.of(), List.of(), records, true, null, false);
    }

    private Append release(long submission, List<Due> due) {
        List<PreparedRecord> records = due.stream().map(samples::seal).toList();
        return new Append(samples.submission(submission), 0, 0, records, List.of(), List.of(), false, null, true);
    }

    private Append rejecting(long submission, Due due) {
        RejectedRecord rejected = new RejectedRecord(
                due.record().raw().ordinal(),
                due.part(),
                2,
                "claim",
                due.record().businessKey(),
                List.of());
        return new Append(
                samples.submission(submission), 0, 0, List.of(), List.of(rejected), List.of(), false, null, true);
    }

    private static Map<String, Object> body(byte[] receipt) throws Exception {
        return SignedStatement.verify(
                        receipt,
                        SignedStatement.RECEIPT_FORMAT,
                        SealTrust.ofPem(GATEWAY.authority().certificate().pem()))
                .body();
    }

    private long parkedRows() {
        return jdbc.sql("select count(*) from parked_intake").query(Long.class).single();
    }

    private long entries() {
        return jdbc.sql("select count(*) from ledger_entry").query(Long.class).single();
    }

    private boolean supplemented(long seq) {
        return jdbc.sql("select supplement is not null from submission where seq = ?")
                .param(seq)
                .query(Boolean.class)
                .single();
    }

    private String counters(long seq) {
        return jdbc.sql(
                        "select state || ' ' || received || '=' || accepted || '+' || rejected || '+' || duplicate || '+'"
                                + " || parked from submission where seq = ?")
                .param(seq)
                .query(String.class)
                .single();
    }
}
