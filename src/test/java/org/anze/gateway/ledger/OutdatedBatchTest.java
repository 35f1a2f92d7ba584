package org.anze.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.anze.gateway.TestStores;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.ledger.LedgerTransaction.Outcome;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.Reference;
import org.anze.gateway.validation.Wanted;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nothing is appended that was judged by what somebody else has changed since. */
class OutdatedBatchTest {

    private static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);
    private static final Lookup CLAIMS = new Lookup(RecordType.CLAIM, "policyNo", "P-1");

    private final UnitCipher cipher = new UnitCipher(SampleKeys.inMemory());
    private FaultySource pool;
    private SampleEntries samples;
    private LedgerTransaction ledger;
    private LedgerReader reader;
    private LedgerReferences references;

    @BeforeEach
    void emptyLedger() {
        pool = new FaultySource(TestStores.freshSchema());
        JdbcClient jdbc = JdbcClient.create(pool);
        samples = new SampleEntries(pool, cipher);
        reader = new LedgerReader(jdbc, Suite.SM, cipher);
        references = new LedgerReferences(jdbc, reader, SampleEntries.DEFINITIONS);
        ledger = newTransaction();
    }

    private LedgerTransaction newTransaction() {
        return new LedgerTransaction(
                pool, GATEWAY.signer(), SampleSeals.LEDGER, new Receipts(GATEWAY.signer(), GATEWAY.certificate()));
    }

    @Test
    void keepsNothingOfABatchWhenSomebodyElseBroughtWhatItHadLookedFor() throws Exception {
        Basis basis = look(CLAIMS);
        append(claim(1, 0, "C-1", "P-1", null));

        Outcome outcome = append(claim(2, 0, "C-2", "P-1", basis));

        assertThat(outcome.appended()).containsOnlyNulls();
        assertThat(outcome.outdated()).containsExactly(0);
        assertThat(reader.size()).isEqualTo(1);
        assertThat(append(claim(2, 0, "C-2", "P-1", look(CLAIMS))).outdated()).isEmpty();
        assertThat(reader.size()).isEqualTo(2);
    }

    @Test
    void tellsApartTwoBatchesOfOneCommit() throws Exception {
        Basis basis = look(CLAIMS);

        Outcome outcome = append(
                claim(1, 0, "C-1", "P-1", basis), claim(2, 0, "C-2", "P-1", basis), claim(2, 1, "C-3", "P-9", null));

        assertThat(outcome.outdated()).containsExactly(1);
        // What comes behind an outdated batch of its submission came too early.
        assertThat(outcome.appended().get(0)).isNotNull();
        assertThat(outcome.appended().subList(1, 3)).containsOnlyNulls();
        assertThat(reader.size()).isEqualTo(1);
    }

    @Test
    void takesABatchWhenWhatWasBroughtIsNotWhatItLookedFor() throws Exception {
        Basis basis = look(CLAIMS);
        append(claim(1, 0, "C-1", "P-2", null), samples.policies(2, 0, true, "P-3"));

        assertThat(append(claim(3, 0, "C-2", "P-1", basis)).outdated()).isEmpty();
    }

    @Test
    void doesNotCountTheBatchesOfItsOwnSubmissionAsSomebodyElse() throws Exception {
        Basis basis = look(CLAIMS);

        assertThat(append(claim(1, 0, "C-1", "P-1", basis), claim(1, 1, "C-2", "P-1", basis))
                        .outdated())
                .isEmpty();
        // Somebody in between is noticed although the newest change is its own.
        append(claim(2, 0, "C-3", "P-1", null));
        append(claim(1, 2, "C-4", "P-1", null));
        assertThat(append(claim(1, 3, "C-5", "P-1", basis)).outdated()).containsExactly(0);
    }

    @Test
    void countsARecordOfItsOwnSubmissionThatWasParkedAsSomebodyElse() throws Exception {
        Basis basis = look(CLAIMS);
        Append batch = claim(1, 0, "C-1", "P-1", null);
        append(new Append(
                batch.submission(),
                0,
                1,
                List.of(),
                List.of(),
                List.of(samples.parked(
                        batch.submission(),
                        batch.records().get(0).valid().record(),
                        "P-1",
                        SampleSeals.NOW.plusSeconds(60),
                        0)),
                false,
                null,
                false));
        append(new Append(batch.submission(), 0, 0, batch.records(), List.of(), List.of(), false, null, true));
        assertThat(reader.size()).isEqualTo(1);

        assertThat(append(claim(1, 1, "C-2", "P-1", basis)).outdated()).containsExactly(0);
    }

    @Test
    void noticesThatARecordItHadFoundWasWithdrawn() throws Exception {
        append(claim(1, 0, "C-1", "P-1", null));
        Basis basis = look(CLAIMS);
        // A withdrawal need not repeat by what it was found.
        append(samples.batch(
                2, 0, true, List.of(samples.record(RecordType.CLAIM, 2, Operation.VOID, "claimNo", "C-1"))));

        assertThat(append(claim(3, 0, "C-2", "P-1", basis)).outdated()).containsExactly(0);
    }

    @Test
    void passesOverAVersionThatCameTooLateToChangeAnything() throws Exception {
        append(samples.batch(1, 0, true, List.of(samples.policy("P-1", 3, "140212"))));
        Basis basis = look(CLAIMS);
        append(samples.batch(2, 0, true, List.of(samples.policy("P-1", 2, "140212"))));

        assertThat(append(claim(3, 0, "C-2", "P-1", basis)).outdated()).isEmpty();
    }

    @Test
    void refusesWhatWasJudgedLongerAgoThanItRemembers() throws Exception {
        Basis basis = look(CLAIMS);
        append(claim(1, 0, "C-1", "P-2", null));
        ledger = newTransaction();

        assertThat(append(claim(2, 0, "C-2", "P-1", basis)).outdated()).containsExactly(0);
        assertThat(append(claim(2, 0, "C-2", "P-1", look(CLAIMS))).outdated()).isEmpty();
    }

    @Test
    void noticesLaterVersionsWhereNotAllThatWasFoundIsNamed() throws Exception {
        append(claim(1, 0, "C-1", "P-2", null));
        Basis basis = new Basis(1, Set.of(), Set.of(CLAIMS), true);
        append(claim(2, 0, "C-2", "P-3", null));
        assertThat(append(claim(3, 0, "C-3", "P-1", basis)).outdated())
                .describedAs("records that are new")
                .isEmpty();

        append(samples.batch(3, 1, false, List.of(withdrawn("C-1"))));
        assertThat(append(claim(3, 2, "C-4", "P-1", basis)).outdated())
                .describedAs("a later version of its own")
                .isEmpty();
        append(samples.batch(4, 0, true, List.of(withdrawn("C-2"))));

        assertThat(append(claim(3, 3, "C-5", "P-1", basis)).outdated())
                .describedAs("somebody else's")
                .containsExactly(0);
    }

    private PreparedRecord withdrawn(String claimNo) {
        return samples.record(RecordType.CLAIM, 2, Operation.VOID, "claimNo", claimNo);
    }

    @Test
    void remembersOnlyTheNewestEntries() {
        RecentChanges changes = new RecentChanges(0, 2);
        changes.add(0, 1, samples.policy("P-1", 1, "140212"));
        changes.add(1, 1, samples.policy("P-2", 1, "140212"));
        changes.add(2, 1, samples.policy("P-1", 2, "140212"));
        changes.add(3, 1, samples.policy("P-3", 1, "140212"));

        assertThat(changes.isKnownSince(1)).isFalse();
        assertThat(changes.isKnownSince(2)).isTrue();
        assertThat(changes.touch(key("P-1", 2), 9)).isTrue();
        assertThat(changes.touch(key("P-1", 3), 9)).isFalse();
        assertThat(changes.touch(key("P-2", 0), 9)).isFalse();
        assertThat(changes.touch(key("P-3", 2), 1)).isFalse();
    }

    private static Basis key(String policyNo, long position) {
        return new Basis(position, Set.of(new Reference(RecordType.POLICY, policyNo)), Set.of());
    }

    private Basis look(Lookup lookup) {
        Wanted wanted = new Wanted(Set.of(new Reference(RecordType.POLICY, "P-1")), Set.of(lookup));
        return references.lookUp(wanted).basis(wanted);
    }

    private Append claim(long submission, long number, String claimNo, String policyNo, Basis basis) {
        PreparedRecord record =
                samples.record(RecordType.CLAIM, 1, Operation.CREATE, "claimNo", claimNo, "policyNo", policyNo);
        return new Append(
                samples.submission(submission),
                number,
                1,
                List.of(record),
                List.of(),
                List.of(),
                false,
                null,
                false,
                0,
                null,
                basis);
    }

    private Outcome append(Append... batches) throws Exception {
        Outcome outcome = ledger.append(List.of(batches), SampleSeals.NOW);
        reader.appended(outcome.entries(), outcome.checkpoint());
        return outcome;
    }
}
