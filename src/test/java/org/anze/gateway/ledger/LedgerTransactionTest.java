package org.anze.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.TestStores;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.ledger.Append.SubmissionRef;
import org.anze.gateway.ledger.FaultySource.Fault;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.record.UnreadRecord;
import org.anze.gateway.record.ValidRecord;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SealTrust;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.parcel.SignedStatement;
import org.anze.gateway.seal.tree.InclusionProof;
import org.anze.gateway.seal.tree.TreeHasher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class LedgerTransactionTest {

    private static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    private static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);
    private static final Instant NOW = SampleSeals.NOW;

    private final UnitCipher cipher = new UnitCipher(SampleKeys.inMemory());
    private final RecordSealer sealer = new RecordSealer(Suite.SM, cipher);
    private FaultySource pool;
    private JdbcClient jdbc;
    private LedgerTransaction ledger;
    private LedgerReader reader;

    @BeforeEach
    void emptyLedger() {
        pool = new FaultySource(TestStores.freshSchema());
        jdbc = JdbcClient.create(pool);
        ledger = newTransaction();
        reader = new LedgerReader(jdbc, Suite.SM, cipher);
    }

    private LedgerTransaction newTransaction() {
        return new LedgerTransaction(
                pool, GATEWAY.signer(), SampleSeals.LEDGER, new Receipts(GATEWAY.signer(), GATEWAY.certificate()));
    }

    @Test
    void appendsABatchWithProofsReceiptAndCounters() throws Exception {
        SubmissionRef submission = submission(1);

        LedgerTransaction.Outcome outcome =
                ledger.append(List.of(batch(submission, 0, true, "P-1", "P-2", "P-3")), NOW);

        assertThat(outcome.appended().get(0).accepted()).isEqualTo(3);
        byte[] receipt = outcome.appended().get(0).receipt();
        SignedStatement statement = SignedStatement.verify(
                receipt,
                SignedStatement.RECEIPT_FORMAT,
                SealTrust.ofPem(GATEWAY.authority().certificate().pem()));
        assertThat(statement.body()).containsEntry("accepted", 3L).containsEntry("status", "ACCEPTED");
        assertThat(counters(1)).isEqualTo("ACCEPTED 3/3/0/0");
        reader.appended(outcome.entries(), outcome.checkpoint());
        for (SealedRecord entry : reader.read(0, 10)) {
            InclusionProof.verify(
                    Suite.SM,
                    entry.index(),
                    3,
                    TreeHasher.leaf(Suite.SM, entry.header()),
                    InclusionProof.create(Suite.SM, reader.tree(), entry.index(), 3),
                    outcome.checkpoint().checkpoint().root());
        }
    }

    @Test
    void signsTheReceiptsOfACommitTogether() throws Exception {
        List<Append> batches = List.of(
                batch(submission(1), 0, true, "P-1"),
                batch(submission(2), 0, false, "P-2"),
                batch(submission(3), 0, true, "P-3"),
                batch(submission(4), 0, true, "P-1"));

        List<LedgerWriter.Appended> appended =
                ledger.append(batches, NOW).appended().stream().toList();

        List<String> signatures = new ArrayList<>();
        for (int i : List.of(0, 2, 3)) {
            byte[] receipt = appended.get(i).receipt();
            SignedStatement statement = SignedStatement.verify(
                    receipt,
                    SignedStatement.RECEIPT_FORMAT,
                    SealTrust.ofPem(GATEWAY.authority().certificate().pem()));
            assertThat(statement.body()).containsEntry("submission", "S" + (i + 1));
            assertThat(jdbc.sql("select receipt from submission where seq = ?")
                            .param(i + 1)
                            .query(byte[].class)
                            .single())
                    .isEqualTo(receipt);
            signatures.add(CanonicalJson.parseObject(receipt).get("signature").toString());
        }
        assertThat(signatures).containsOnly(signatures.get(0));
        assertThat(appended.get(1).receipt()).isNull();
        assertThat(appended.get(1).ending()).isNull();
    }

    @Test
    void sealsNothingOutsideOfItsCertificatesTime() throws Exception {
        Append batch = batch(submission(1), 0, true, "P-1");
        for (Instant wrong : List.of(SampleSeals.NOT_BEFORE.minusSeconds(1), SampleSeals.NOT_AFTER.plusSeconds(1))) {
            assertThatThrownBy(() -> ledger.append(List.of(batch), wrong))
                    .isInstanceOf(TryAgainLater.class)
                    .hasMessageContaining(LedgerProblem.SEAL_NOT_VALID_NOW.code());
        }
        assertThat(counters(1)).startsWith("RECEIVED 0/");

        assertThat(ledger.append(List.of(batch), NOW).appended().get(0).accepted())
                .isEqualTo(1);
    }

    @Test
    void readsBackFromTheDatabaseWhatItSealed() throws Exception {
        ledger.append(List.of(batch(submission(1), 0, true, "P-1")), NOW);

        SealedRecord stored = reader.read(List.of(0L)).get(0);

        byte[] key = stored.units().open(0).value();
        assertThat(new String(key, java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"op\":\"CREATE\",\"policyNo\":\"P-1\",\"version\":1}");
        assertThat(stored.scope()).isEqualTo(new Scope("140212", "01", "insurer-jia"));
        assertThat(stored.submission()).isEqualTo("S1");
    }

    @Test
    void countsTheSameContentAsADuplicateAndOtherContentAsAConflict() throws Exception {
        ledger.append(List.of(batch(submission(1), 0, true, "P-1", "P-2")), NOW);

        SubmissionRef second = submission(2);
        Append again = new Append(
                second,
                0,
                3,
                List.of(record("P-1", 100), record("P-2", 999), record("P-2", 999)),
                List.of(),
                true,
                null);
        LedgerTransaction.Outcome outcome = ledger.append(List.of(again), NOW);

        assertThat(outcome.appended().get(0))
                .extracting(
                        LedgerWriter.Appended::accepted,
                        LedgerWriter.Appended::duplicate,
                        LedgerWriter.Appended::conflicting)
                .containsExactly(0, 1, 2);
        assertThat(counters(2)).isEqualTo("PARTLY_ACCEPTED 3/0/2/1");
        assertThat(jdbc.sql("select findings from rejected_record limit 1")
                        .query(String.class)
                        .single())
                .contains("LED-0101", "V-S09");
    }

    /** Batches of two attempts that were cut by two versions of a mapping. */
    @Test
    void takesNoBatchForAnotherOfItsNumber() throws Exception {
        SubmissionRef submission = submission(1);
        ledger.append(List.of(readTo(1, batch(submission, 0, false, "P-1", "P-2"))), NOW);

        LedgerTransaction.Outcome others = ledger.append(
                List.of(
                        readTo(3, batch(submission, 0, true, "P-1", "P-2", "P-3", "P-4")),
                        readTo(4, batch(submission, 1, true, "P-4", "P-5"))),
                NOW);

        assertThat(others.appended()).containsOnlyNulls();
        assertThat(counters(1)).startsWith("PROCESSING 2/");
        ledger.append(List.of(readTo(4, batch(submission, 1, true, "P-3", "P-4", "P-5"))), NOW);
        assertThat(counters(1)).isEqualTo("ACCEPTED 5/5/0/0");
    }

    private static Append readTo(long ordinal, Append batch) {
        return new Append(
                batch.submission(),
                batch.number(),
                batch.rawRecords(),
                batch.records(),
                batch.rejected(),
                batch.parked(),
                batch.last(),
                batch.refusal(),
                batch.release(),
                batch.skipped(),
                new Append.ReadTo(ordinal, 1 + ordinal),
                batch.basis());
    }

    @Test
    void appendsTheSameBatchOnlyOnceHoweverOftenItComes() throws Exception {
        SubmissionRef submission = submission(1);
        Append batch = batch(submission, 0, false, "P-1", "P-2");

        ledger.append(List.of(batch), NOW);
        LedgerTransaction.Outcome again = ledger.append(List.of(batch, batch), NOW);

        assertThat(again.appended()).allMatch(appended -> appended.accepted() == 0);
        assertThat(entries()).isEqualTo(2);
        assertThat(counters(1)).isEqualTo("PROCESSING 2/2/0/0");
    }

    @Test
    void refusesABatchThatOvertookItsPredecessorButNotTheOthersBesideIt() throws Exception {
        SubmissionRef first = submission(1);
        SubmissionRef other = submission(2);

        LedgerTransaction.Outcome outcome =
                ledger.append(List.of(batch(first, 1, true, "P-1"), batch(other, 0, true, "P-2")), NOW);

        assertThat(outcome.appended().get(0)).isNull();
        assertThat(outcome.appended().get(1).accepted()).isEqualTo(1);
    }

    @Test
    void keepsNothingWhenTheStoreFailsBeforeTheCommit() throws Exception {
        SubmissionRef submission = submission(1);
        pool.fail(Fault.BEFORE_COMMIT);

        assertThatThrownBy(() -> ledger.append(List.of(batch(submission, 0, true, "P-1")), NOW))
                .isInstanceOf(SQLException.class);

        assertThat(entries()).isZero();
        assertThat(counters(1)).isEqualTo("RECEIVED 0/0/0/0");
        assertThat(ledger.append(List.of(batch(submission, 0, true, "P-1")), NOW)
                        .appended()
                        .get(0)
                        .accepted())
                .isEqualTo(1);
        assertThat(entries()).isEqualTo(1);
    }

    @Test
    void knowsWhatBecameOfACommitWhoseAnswerWasLost() throws Exception {
        SubmissionRef submission = submission(1);
        pool.fail(Fault.ANSWER_LOST);

        LedgerTransaction.Outcome outcome = ledger.append(List.of(batch(submission, 0, true, "P-1")), NOW);

        assertThat(outcome.appended().get(0).accepted()).isEqualTo(1);
        assertThat(outcome.appended().get(0).receipt()).isNotNull();
        assertThat(entries()).isEqualTo(1);
    }

    @Test
    void doesNotTakeAnUnchangedCheckpointForACommit() throws Exception {
        ledger.append(List.of(batch(submission(1), 0, true, "P-1")), NOW);
        SubmissionRef second = submission(2);
        pool.fail(Fault.BEFORE_COMMIT);

        // Nothing but a duplicate: the checkpoint stays as it is whether the commit went through or not.
        assertThatThrownBy(() -> ledger.append(List.of(batch(second, 0, true, "P-1")), NOW))
                .isInstanceOf(SQLException.class);
        assertThat(counters(2)).isEqualTo("RECEIVED 0/0/0/0");

        pool.fail(Fault.ANSWER_LOST);
        assertThat(ledger.append(List.of(batch(second, 0, true, "P-1")), NOW)
                        .appended()
                        .get(0)
                        .duplicate())
                .isEqualTo(1);
        assertThat(counters(2)).isEqualTo("ACCEPTED 1/0/0/1");
    }

    @Test
    void keepsNothingWhenAnErrorIsThrownHalfWay() throws Exception {
        SubmissionRef submission = submission(1);
        pool.fail(Fault.ERROR_HALF_WAY);

        assertThatThrownBy(() -> ledger.append(List.of(batch(submission, 0, true, "P-1")), NOW))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(entries()).isZero();
        assertThat(jdbc.sql("select count(*) from record_key").query(Long.class).single())
                .isZero();
        assertThat(ledger.append(List.of(batch(submission, 0, true, "P-1")), NOW)
                        .appended()
                        .get(0)
                        .accepted())
                .isEqualTo(1);
    }

    @Test
    void keepsARejectedRecordWhoseKeyTheDatabaseCannotHold() throws Exception {
        Append.RejectedRecord damaged = new Append.RejectedRecord(0, 0, 2, "policy", "P-\0-1", List.of());

        ledger.append(List.of(new Append(submission(1), 0, 1, List.of(), List.of(damaged), true, null)), NOW);

        assertThat(counters(1)).isEqualTo("REJECTED 1/0/1/0");
        assertThat(jdbc.sql("select business_key from rejected_record")
                        .query(String.class)
                        .single())
                .isEqualTo("P-\uFFFD-1");
    }

    @Test
    void doesNotCallASubmissionRejectedOfWhichSomethingIsInTheLedger() throws Exception {
        SubmissionRef submission = submission(1);
        ledger.append(List.of(batch(submission, 0, false, "P-1")), NOW);
        Finding damaged = Finding.of(LedgerProblem.BUSY, null, null, Location.WHOLE);

        LedgerTransaction.Outcome outcome =
                ledger.append(List.of(new Append(submission, 1, 0, List.of(), List.of(), true, damaged)), NOW);

        assertThat(counters(1)).isEqualTo("PARTLY_ACCEPTED 1/1/0/0");
        assertThat(new String(outcome.appended().get(0).receipt(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("PARTLY_ACCEPTED")
                .contains("LED-0201");
    }

    @Test
    void doesNotCallASubmissionRejectedOfWhichTheMappingLeavesOutEverything() throws Exception {
        Append batch = new Append(
                submission(1),
                0,
                3,
                List.of(),
                List.of(),
                List.of(),
                true,
                null,
                false,
                3,
                new Append.ReadTo(2, 4),
                null);

        LedgerTransaction.Outcome outcome = ledger.append(List.of(batch), NOW);

        assertThat(counters(1)).isEqualTo("ACCEPTED 0/0/0/0");
        assertThat(new String(outcome.appended().get(0).receipt(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"skipped\":3");
        assertThat(jdbc.sql("select read_to_ordinal || ' ' || read_to_line || ' ' || skipped from submission")
                        .query(String.class)
                        .single())
                .isEqualTo("2 4 3");
    }

    @Test
    void refusesASecondWriterThatDoesNotKnowTheNewestState() throws Exception {
        LedgerTransaction slow = newTransaction();
        slow.append(List.of(batch(submission(1), 0, true, "P-1")), NOW);
        LedgerTransaction quick = newTransaction();
        quick.append(List.of(batch(submission(2), 0, true, "P-2")), NOW);

        SubmissionRef third = submission(3);
        assertThatThrownBy(() -> slow.append(List.of(batch(third, 0, true, "P-3")), NOW))
                .isInstanceOf(SQLException.class);

        assertThat(slow.append(List.of(batch(third, 0, true, "P-3")), NOW)
                        .appended()
                        .get(0)
                        .accepted())
                .isEqualTo(1);
        assertThat(entries()).isEqualTo(3);
    }

    @Test
    void growsConsistentlyOverManyCommitsAndTiles() throws Exception {
        List<byte[]> roots = new ArrayList<>();
        for (int commit = 0; commit < 6; commit++) {
            String[] keys = new String[130];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = "P-" + commit + "-" + i;
            }
            LedgerTransaction.Outcome outcome =
                    ledger.append(List.of(batch(submission(commit + 1), 0, true, keys)), NOW);
            reader.appended(outcome.entries(), outcome.checkpoint());
            roots.add(outcome.checkpoint().checkpoint().root());
        }

        for (int earlier = 0; earlier < roots.size(); earlier++) {
            org.anze.gateway.seal.tree.ConsistencyProof.verify(
                    Suite.SM,
                    (earlier + 1) * 130L,
                    780,
                    roots.get(earlier),
                    roots.get(5),
                    reader.consistency((earlier + 1) * 130L, 780));
        }
        assertThat(jdbc.sql("select count(*) from ledger_tile")
                        .query(Integer.class)
                        .single())
                .isEqualTo(3);
        assertThat(reader.tile(0, 3, 12)).isPresent();
        assertThat(reader.tile(0, 3, 13)).isEmpty();
        assertThat(reader.tile(1, 0, 3)).isPresent();
    }

    private SubmissionRef submission(long seq) {
        jdbc.sql(
                        "insert into submission (seq, id, party, message_id, channel, mapping, digest, bytes, state, received_at)"
                                + " values (?, ?, 'insurer-jia', ?, 'REST', 'policies', '', 1, 'RECEIVED', now())")
                .params(seq, "S" + seq, "M" + seq)
                .update();
        return new SubmissionRef(seq, "S" + seq, "insurer-jia", "M" + seq, new byte[32], new byte[32], NOW);
    }

    private Append batch(SubmissionRef submission, long number, boolean last, String... policies) {
        List<PreparedRecord> records = new ArrayList<>();
        for (String policy : policies) {
            records.add(record(policy, 100));
        }
        return new Append(submission, number, policies.length, records, List.of(), last, null);
    }

    private PreparedRecord record(String policyNo, long premium) {
        Scope scope = new Scope("140212", "01", "insurer-jia");
        CanonicalRecord record = CanonicalRecord.of(
                        DEFINITIONS.of(RecordType.POLICY),
                        scope,
                        UnreadRecord.at(System.nanoTime(), Location.ofLine(2)),
                        field -> Location.ofLine(2))
                .set("policyNo", policyNo)
                .set("insured", "91140212MAXX00015K")
                .set("premium", premium)
                .build();
        return sealer.prepare(SampleEntries.SENT, new ValidRecord(record, scope, List.of()), 0);
    }

    private long entries() {
        return jdbc.sql("select count(*) from ledger_entry").query(Long.class).single();
    }

    private String counters(long seq) {
        return jdbc.sql("select state || ' ' || received || '/' || accepted || '/' || rejected || '/' || duplicate"
                        + " from submission where seq = ?")
                .param(seq)
                .query(String.class)
                .single();
    }
}
