package org.anze.gateway.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
import org.springframework.transaction.support.TransactionTemplate;

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
        runOut(months.removal(Lease.ALONE));
    }

    private static void runOut(Removal removal) {
        boolean more = removal.step();
        while (more) {
            more = removal.step();
        }
    }

    /** What was on its way in for so long that the bundle was read before it was committed, under a number drawn before. */
    private static void commitLate() {
        months.jdbc
                .sql(
                        "insert into submission (seq, id, party, message_id, channel, mapping, digest, bytes, state, received_at,"
                                + " finished_at) values (0, 'S0', 'insurer-jia', 'M0', 'REST', 'policies', '', 1, 'ACCEPTED',"
                                + " '2026-10-20', now())")
                .update();
        months.jdbc.sql("insert into raw_chunk values (0, 0, 1, 'x')").update();
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
        SealedRecord stored = months.ledger.reader().read(List.of(7L)).get(0);
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
    void doesNotTakeAnOlderBundleForTheWhole() throws Exception {
        Path older = Files.copy(months.file(MONTH), folder.resolve("older.zip"), StandardCopyOption.REPLACE_EXISTING);
        bundle = months.make(MONTH, "2026-12-06T00:00:00Z");
        takeOut();

        Restore.Restored some = months.restore().restore(ArchivedMonths.SYSTEM, older);
        assertThat(some.entries()).isEqualTo(300);
        assertThat(some.stillOut()).isTrue();
        assertThat(months.count("archive_bundle where taken_out_at is not null"))
                .isOne();

        assertThat(months.restore()
                        .restore(ArchivedMonths.SYSTEM, months.file(MONTH))
                        .stillOut())
                .isFalse();
        assertThat(months.count("archive_bundle where taken_out_at is null")).isOne();
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
        refused(KeyProblem.TWO_PEOPLE, () -> desk.approveRemoval(id, Actor.person("Liu.System")));
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
        long task = months.jdbc
                .sql(
                        "insert into task (kind, party, chosen, state, items, rate, reason, ordered_by, ordered_at)"
                                + " values ('REMAP', 'insurer-jia', 'S2', 'RUNNING', 1, 1, '〔2028〕7号', 'liu', now()) returning id")
                .query(Long.class)
                .single();
        months.jdbc
                .sql("insert into task_item (task, position, subject) values (?, 1, 2)")
                .param(task)
                .update();
        refused(ArchiveProblem.STILL_LIVE, this::request);
        months.jdbc
                .sql("update task set ended_at = now() where id = ?")
                .param(task)
                .update();
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
        List<Long> entriesLeft = new ArrayList<>();
        List<Long> chunksLeft = new ArrayList<>();
        // Each step as after a crash: what it needs to know is in the database.
        for (int step = 0; step < 8; step++) {
            assertThat(months.count("archive_bundle where taken_out_at is not null"))
                    .as("step %s", step)
                    .isZero();
            assertThat(months.removal(Lease.ALONE, new Removal.Portion(120, 1)).step())
                    .isTrue();
            entriesLeft.add(months.count("ledger_entry where idx < 300 and octet_length(units) > 0"));
            chunksLeft.add(months.count("raw_chunk where submission < 4"));
        }

        assertThat(entriesLeft).containsExactly(300L, 180L, 60L, 0L, 0L, 0L, 0L, 0L);
        assertThat(chunksLeft).containsExactly(9L, 9L, 9L, 9L, 6L, 3L, 0L, 0L);
        assertThat(months.removal(Lease.ALONE).step()).isFalse();
        assertThat(months.count("archive_removal where done_at is not null")).isOne();
        assertThat(months.count("archive_bundle where taken_out_at is not null"))
                .isOne();
    }

    /** A portion walks its own entries and none before them. */
    @Test
    void looksAtNoEntryTwice() {
        desk.approveRemoval(request(), ArchivedMonths.SECURITY);
        Removal removal = months.removal(Lease.ALONE, new Removal.Portion(100, 200));
        removal.step();
        removal.step();
        // As if it had never been taken: who began at the front again would find it.
        months.jdbc.sql("update ledger_entry set units = '\\x01' where idx = 5").update();

        removal.step();

        assertThat(months.count("ledger_entry where octet_length(units) > 0 and idx < 200"))
                .isOne();
    }

    @Test
    void isNotLetOutWhileTheBundleLacksWhatWasCommittedLate() {
        commitLate();
        refused(ArchiveProblem.BUNDLE_INCOMPLETE, this::request);
        months.jdbc.sql("delete from submission where seq = 0").update();
        long id = request();
        months.jdbc.sql("delete from raw_chunk where submission = 0").update();
        commitLate();

        refused(ArchiveProblem.BUNDLE_INCOMPLETE, () -> desk.approveRemoval(id, ArchivedMonths.SECURITY));
        assertThat(months.count("archive_removal where approved")).isZero();
    }

    @Test
    void doesNotBeginWhenTheBundleLacksWhatWasCommittedSinceTheApproval() {
        String before = months.content();
        desk.approveRemoval(request(), ArchivedMonths.SECURITY);
        commitLate();

        runOut(months.removal(Lease.ALONE));

        assertThat(months.count("raw_chunk where submission = 0")).isOne();
        months.jdbc.sql("delete from raw_chunk where submission = 0").update();
        assertThat(months.content()).isEqualTo(before);
        assertThat(months.count("audit_event where outcome like 'removal not begun:%'"))
                .isPositive();
        // Nobody waits for it for ever: the month is made anew and asked for again.
        months.jdbc.sql("delete from submission where seq = 0").update();
        bundle = months.make(MONTH, "2026-12-06T00:00:00Z");
        takeOut();
        assertThat(months.count("archive_bundle where taken_out_at is not null"))
                .isOne();
    }

    /** As the end of a make that began before anything was approved. */
    private void enterAnew() {
        BundleReport anew = new BundleReport(
                bundle.ledger(),
                MONTH,
                bundle.from(),
                bundle.to(),
                bundle.submissions(),
                bundle.chunks(),
                bundle.note(),
                null,
                List.of(),
                bundle.keepUntil(),
                new byte[32]);
        new TransactionTemplate(months.transactions).executeWithoutResult(status -> new ArchiveCatalogue(months.jdbc)
                .enter(anew, 4, Path.of("other.zip"), 1, "liu.system", Instant.parse("2029-01-05T00:00:00Z")));
    }

    @Test
    void keepsItsBundleWhileItsContentIsOnTheWayOut() {
        desk.approveRemoval(request(), ArchivedMonths.SECURITY);
        months.removal(Lease.ALONE).step();
        months.removal(Lease.ALONE).step();

        refused(ArchiveProblem.IS_OUT, this::enterAnew);

        runOut(months.removal(Lease.ALONE));
        assertThat(months.count("archive_removal where done_at is not null")).isOne();
        assertThat(months.restore()
                        .restore(ArchivedMonths.SYSTEM, months.file(MONTH))
                        .entries())
                .isEqualTo(300);
    }

    private static void refusedOnceCommitted(ProblemKind kind, String undecided, Runnable act) throws Exception {
        try (Connection other = months.pool.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(undecided);
            CompletableFuture<Void> acting = CompletableFuture.runAsync(act);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> months.count("pg_stat_activity where wait_event_type = 'Lock'") > 0);
            other.commit();

            refused(kind, () -> {
                try {
                    acting.join();
                } catch (CompletionException e) {
                    throw e.getCause();
                }
            });
        }
    }

    /** Who approves compares with the bundle that is there when he is through, not with the one before. */
    @Test
    void waitsForABundleThatIsBeingEntered() throws Exception {
        long id = request();

        refusedOnceCommitted(
                ArchiveProblem.DIGEST_DIFFERS,
                "update archive_bundle set digest = sha256(digest)",
                () -> desk.approveRemoval(id, ArchivedMonths.SECURITY));

        assertThat(months.count("archive_removal where approved")).isZero();
    }

    @Test
    void isNotEnteredWhileSomebodyApproves() throws Exception {
        request();

        refusedOnceCommitted(
                ArchiveProblem.IS_OUT,
                "select 1 from archive_bundle for update; update archive_removal set decided_by = 'zhao', decided_at = now(),"
                        + " approved = true",
                this::enterAnew);

        assertThat(months.count("archive_bundle where file = 'other.zip'")).isZero();
    }

    @Test
    void saysWhenAnotherRequestWaits() {
        long id = request();
        assertThat(request()).as("the same").isEqualTo(id);
        refused(
                ArchiveProblem.REMOVAL_WAITS,
                () -> desk.requestRemoval(ArchivedMonths.SYSTEM, MONTH, bundle.digestText(), "vault 3", "〔2028〕7号"));
        refused(
                ArchiveProblem.REMOVAL_WAITS,
                () -> desk.requestRemoval(
                        ArchivedMonths.SECURITY, MONTH, bundle.digestText(), "省档案馆 / vault 2", "〔2028〕7号"));
        bundle = months.make(MONTH, "2026-12-06T00:00:00Z");
        refused(ArchiveProblem.REMOVAL_WAITS, this::request);
        assertThat(months.count("audit_event where outcome = 'removal not requested: request " + id + " waits'"))
                .isEqualTo(3);

        desk.refuseRemoval(id, ArchivedMonths.SECURITY);
        assertThat(request()).isGreaterThan(id);
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

        months.jdbc
                .sql("update archive_removal set next_entry = 300, next_submission = 5")
                .update();
        String audited = "audit_event where outcome = 'content taken out'";
        long before = months.count(audited);
        assertThatThrownBy(() -> months.removal(elsewhere).step()).isInstanceOf(TryAgainLater.class);
        assertThat(months.count(audited)).as("what was not done").isEqualTo(before);
    }
}
