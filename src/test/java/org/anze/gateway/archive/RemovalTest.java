package org.anze.gateway.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.YearMonth;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.keys.KeyProblem;
import org.anze.gateway.ledger.LedgerProblem;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.nodes.LeaseProblem;
import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.SealedRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content leaves the live tables by two people and a second place only, and comes back byte for byte. */
class RemovalTest {

    private static final String EARLY = "2027-06-01T00:00:00Z";
    private static final String LATE = "2029-01-05T00:00:00Z";
    private static final YearMonth MONTH = ArchivedMonths.OCTOBER;

    @TempDir
    static Path folder;

    private static ArchivedMonths months;
    private BundleReport bundle;
    private ArchiveDesk desk;

    @BeforeAll
    static void growALedger() throws Exception {
        months = new ArchivedMonths(folder);
        months.save();
    }

    @BeforeEach
    void makeABundle() {
        months.reset();
        bundle = months.make(MONTH);
        desk = months.desk(LATE);
    }

    private long request() {
        return desk.requestRemoval(ArchivedMonths.SYSTEM, MONTH, bundle.digestText(), "省档案馆 / vault 2", "〔2028〕7号");
    }

    private void takeOut() {
        desk.approveRemoval(request(), ArchivedMonths.SECURITY);
        Removal removal = months.removal(Lease.ALONE);
        boolean more = removal.step();
        while (more) {
            more = removal.step();
        }
    }

    private static void refused(ProblemKind kind, ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(SenderMustCorrect.class, e -> assertThat(
                        e.finding().code())
                .isEqualTo(kind.code()));
    }

    @Test
    void takesUnitsAndRawBytesOfTheMonthAndNothingElse() {
        takeOut();

        assertThat(months.count("ledger_entry where octet_length(units) = 0")).isEqualTo(300);
        assertThat(months.count("ledger_entry where idx >= 300 and octet_length(units) > 0"))
                .isEqualTo(40);
        assertThat(months.count("raw_chunk")).isEqualTo(3);
        assertThat(months.count("record_key")).isEqualTo(340);
        assertThat(months.count("archive_bundle where taken_out_at is not null"))
                .isOne();
        assertThat(months.count("audit_event where subject = 'archive 2026-10' and outcome = 'content taken out'"))
                .isPositive();
    }

    @Test
    void leavesRawBytesThatCameInLaterUnderAnEarlierClock() {
        months.jdbc
                .sql(
                        "insert into submission (seq, id, party, message_id, channel, mapping, digest, bytes, state, received_at,"
                                + " finished_at) values (99, 'S99', 'insurer-jia', 'M99', 'REST', 'policies', '', 1, 'ACCEPTED',"
                                + " '2026-10-20', now())")
                .update();
        months.jdbc.sql("insert into raw_chunk values (99, 0, 1, 'x')").update();

        takeOut();

        assertThat(months.count("raw_chunk where submission = 99")).isOne();
    }

    @Test
    void saysArchivedWhereContentIsAskedFor() {
        takeOut();

        SealedRecord record = months.ledger.reader().read(7, 1).get(0);
        // What was appended by this process is still in its memory; another one reads the tables.
        SealedRecord stored = months.ledger.reader().read(java.util.List.of(7L)).get(0);
        assertThat(record.businessKey()).isEqualTo("P7");
        assertThat(stored.units().archived()).isTrue();
        assertThat(stored.units().readable()).isFalse();
        assertThat(stored.units().hash(0)).hasSize(32);
        refused(LedgerProblem.UNITS_ARCHIVED, () -> stored.units().open(0));
        assertThat(months.ledger.reader().archivedIn(7)).contains(MONTH);
        assertThat(months.ledger.reader().archivedIn(320)).isEmpty();
    }

    @Test
    void knowsDuplicatesForEver() throws Exception {
        takeOut();

        months.ledger.append("P7");

        assertThat(months.count("ledger_entry")).as("nothing was appended").isEqualTo(340);
        assertThat(months.count("submission where duplicate = 1")).isOne();
    }

    @Test
    void putsEverythingBackByteForByte() throws Exception {
        String before = months.content();
        takeOut();
        assertThat(months.content()).isNotEqualTo(before);

        Restore.Restored restored = months.restore().restore(ArchivedMonths.SYSTEM, months.file(MONTH));

        assertThat(restored.entries()).isEqualTo(300);
        assertThat(restored.chunks()).isEqualTo(9);
        assertThat(months.content()).isEqualTo(before);
        assertThat(months.count("archive_bundle where taken_out_at is null")).isOne();
        // Once more: what is there stays.
        assertThat(months.restore()
                        .restore(ArchivedMonths.SYSTEM, months.file(MONTH))
                        .entries())
                .isZero();
    }

    @Test
    void putsNothingIntoTheDatabaseOfAnotherLedger(@TempDir Path other) throws Exception {
        ArchivedMonths another = new ArchivedMonths(other);

        refused(ArchiveProblem.OTHER_LEDGER, () -> another.restore()
                .restore(ArchivedMonths.SYSTEM, months.file(MONTH)));
    }

    @Test
    void takesTwoConfirmedPeople() {
        long id = request();

        refused(KeyProblem.TWO_PEOPLE, () -> desk.approveRemoval(id, ArchivedMonths.SYSTEM));
        refused(KeyProblem.NOT_CONFIRMED, () -> desk.approveRemoval(id, Actor.person("new.person")));
        assertThat(months.removal(Lease.ALONE).step()).isFalse();
        assertThat(months.count("ledger_entry where octet_length(units) = 0")).isZero();
    }

    @Test
    void wantsTheVeryBundleOfTheCatalogue() {
        refused(
                ArchiveProblem.DIGEST_DIFFERS,
                () -> desk.requestRemoval(ArchivedMonths.SYSTEM, MONTH, "0".repeat(64), "vault", "why"));
        long id = request();
        // Made anew meanwhile: the copy at the second place is not this one.
        months.make(MONTH, "2026-12-06T00:00:00Z");
        refused(ArchiveProblem.DIGEST_DIFFERS, () -> desk.approveRemoval(id, ArchivedMonths.SECURITY));
        assertThat(desk.pending()).as("the refusal is not the decision").hasSize(1);
    }

    @Test
    void keepsWhatIsStillNeeded() {
        ArchiveDesk early = months.desk(EARLY);
        refused(
                ArchiveProblem.STILL_LIVE,
                () -> early.requestRemoval(ArchivedMonths.SYSTEM, MONTH, bundle.digestText(), "vault", "why"));
        months.jdbc
                .sql("insert into feed_cursor (recipient, next_entry, next_number, started_at, updated_at)"
                        + " values ('prv-14', 299, 3, now(), now())")
                .update();
        refused(ArchiveProblem.STILL_LIVE, this::request);
        months.jdbc.sql("update feed_cursor set next_entry = 300").update();
        months.jdbc.sql("insert into feed_backlog values ('prv-14', 5)").update();
        refused(ArchiveProblem.STILL_LIVE, this::request);
        months.jdbc.sql("delete from feed_backlog").update();
        assertThat(request()).isPositive();
    }

    @Test
    void isNotMadeAnewOnceItsContentIsOut() {
        takeOut();

        refused(ArchiveProblem.IS_OUT, () -> months.make(MONTH));
        refused(ArchiveProblem.IS_OUT, this::request);
    }

    @Test
    void goesOnWhereItWasBrokenOff() {
        desk.approveRemoval(request(), ArchivedMonths.SECURITY);
        assertThat(months.removal(Lease.ALONE).step()).isTrue();
        assertThat(months.count("archive_bundle where taken_out_at is not null"))
                .as("not finished while the last portion was not looked for")
                .isZero();

        Removal afterTheCrash = months.removal(Lease.ALONE);
        assertThat(afterTheCrash.step()).isTrue();
        assertThat(afterTheCrash.step()).isFalse();
        assertThat(months.count("archive_removal where done_at is not null")).isOne();
    }

    @Test
    void doesNothingWithoutTheLease() {
        desk.approveRemoval(request(), ArchivedMonths.SECURITY);
        Lease elsewhere = new Lease() {
            @Override
            public long token() {
                return NONE;
            }

            @Override
            public void onChange(Changed listener) {}

            @Override
            public void guard(Connection connection) {
                throw new TryAgainLater(LeaseProblem.ELSEWHERE, null, "schedules");
            }
        };

        assertThatThrownBy(() -> months.removal(elsewhere).step()).isInstanceOf(TryAgainLater.class);
        assertThat(months.count("ledger_entry where octet_length(units) = 0")).isZero();
    }
}
