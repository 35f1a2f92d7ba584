package org.anze.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The single writer: one batch that cannot be written, a thread that must not die, a commit that nobody was told of. */
class LedgerWriterTest {

    private static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final UnitCipher cipher = new UnitCipher(SampleKeys.inMemory());
    private final CountDownLatch hold = new CountDownLatch(1);
    private final AtomicReference<Throwable> nextConnection = new AtomicReference<>();
    private SampleEntries samples;
    private LedgerReader reader;
    private LedgerWriter writer;

    @BeforeEach
    void startWriter() {
        DataSource pool = TestStores.freshSchema();
        JdbcClient jdbc = JdbcClient.create(pool);
        samples = new SampleEntries(pool, cipher);
        reader = new LedgerReader(jdbc, Suite.SM, cipher);
        DataSource faulty = new DelegatingDataSource(pool) {
            @Override
            public java.sql.Connection getConnection() throws SQLException {
                Throwable failure = nextConnection.getAndSet(null);
                if (failure instanceof Error error) {
                    throw error;
                }
                if (failure instanceof SQLException exception) {
                    throw exception;
                }
                return super.getConnection();
            }
        };
        LedgerEvents events = (entries, checkpoint) -> {
            reader.appended(entries, checkpoint);
            await(hold);
        };
        LedgerTransaction transaction = new LedgerTransaction(
                faulty, GATEWAY.signer(), SampleSeals.LEDGER, new Receipts(GATEWAY.signer(), GATEWAY.certificate()));
        writer = new LedgerWriter(transaction, events, Clock.fixed(SampleSeals.NOW, ZoneOffset.UTC), 16);
    }

    @AfterEach
    void stopWriter() {
        hold.countDown();
        writer.close();
    }

    @Test
    void writesTheOthersOfAGroupWhenOneBatchCannotBeWritten() throws Exception {
        // While the first commit is held up the others gather and become one group.
        CompletableFuture<Appended> first = writer.append(samples.policies(1, 0, true, "P-1"), PATIENCE);
        Awaitility.await().until(() -> reader.size() == 1);
        CompletableFuture<Appended> before = writer.append(samples.policies(2, 0, true, "P-2"), PATIENCE);
        CompletableFuture<Appended> poisoned =
                writer.append(samples.policies(3, 0, true, SampleEntries.keyTooLongForTheIndex()), PATIENCE);
        CompletableFuture<Appended> after = writer.append(samples.policies(4, 0, true, "P-4"), PATIENCE);
        hold.countDown();

        assertThat(first.get(10, TimeUnit.SECONDS).accepted()).isEqualTo(1);
        assertThat(before.get(10, TimeUnit.SECONDS).accepted()).isEqualTo(1);
        assertThat(after.get(10, TimeUnit.SECONDS).accepted()).isEqualTo(1);
        assertThatThrownBy(() -> poisoned.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(TryAgainLater.class);
        assertThat(reader.size()).isEqualTo(3);
    }

    @Test
    void writesWhatIsUrgentInTheNextCommitWhateverWaitsAndALittleOfTheRestWithIt() throws Exception {
        CompletableFuture<Appended> first = writer.append(samples.policies(1, 0, true, "P-1"), PATIENCE);
        Awaitility.await().until(() -> reader.size() == 1);
        List<CompletableFuture<Appended>> bulk = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            String[] keys = new String[500];
            for (int j = 0; j < keys.length; j++) {
                keys[j] = "B-" + i + "-" + j;
            }
            bulk.add(writer.append(samples.policies(10 + i, 0, true, keys), PATIENCE));
        }
        // The rest has no room left; the urgent one has its own.
        CompletableFuture<Appended> urgent = writer.append(samples.urgent(2, "U-1", "U-2"), Duration.ZERO);
        hold.countDown();

        assertThat(urgent.get(30, TimeUnit.SECONDS).accepted()).isEqualTo(2);
        for (CompletableFuture<Appended> each : bulk) {
            assertThat(each.get(30, TimeUnit.SECONDS).accepted()).isEqualTo(500);
        }
        assertThat(first.get().accepted()).isEqualTo(1);
        // Entries in the order of the commits: the urgent ones right behind the first.
        assertThat(JdbcClient.create(samples.pool())
                        .sql("select min(idx) from ledger_entry where business_key like 'U-%'")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(JdbcClient.create(samples.pool())
                        .sql("select size from checkpoint order by size limit 1 offset 1")
                        .query(Long.class)
                        .single())
                .isLessThanOrEqualTo(1003);
    }

    @Test
    void keepsWhatIsUrgentWaitingWhileAThreadHasTheTurn() {
        LedgerWriter.Turn turn = writer.turn(PATIENCE);
        hold.countDown();
        CompletableFuture<CompletableFuture<Appended>> other =
                CompletableFuture.supplyAsync(() -> writer.append(samples.urgent(2, "U-1"), Duration.ZERO));

        assertThatThrownBy(other::join).hasCauseInstanceOf(TryAgainLater.class);
        turn.close();
        assertThat(writer.append(samples.urgent(2, "U-1"), PATIENCE).join().accepted())
                .isEqualTo(1);
    }

    @Test
    void goesOnAfterAnError() throws Exception {
        hold.countDown();
        nextConnection.set(new OutOfMemoryError("sample"));

        CompletableFuture<Appended> failed = writer.append(samples.policies(1, 0, true, "P-1"), PATIENCE);

        assertThatThrownBy(() -> failed.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(TryAgainLater.class);
        assertThat(writer.append(samples.policies(2, 0, true, "P-2"), PATIENCE)
                        .get(10, TimeUnit.SECONDS)
                        .accepted())
                .isEqualTo(1);
    }

    @Test
    void showsWhatAnotherCommitKeptOnceTheDatabaseAnswersAgain() throws Exception {
        hold.countDown();
        writer.append(samples.policies(1, 0, true, "P-1"), PATIENCE).get(10, TimeUnit.SECONDS);
        // As if a commit had gone through and neither its answer nor the question after it had come back.
        LedgerTransaction unheard = new LedgerTransaction(
                samples.pool(),
                GATEWAY.signer(),
                SampleSeals.LEDGER,
                new Receipts(GATEWAY.signer(), GATEWAY.certificate()));
        unheard.append(List.of(samples.policies(2, 0, true, "P-2")), SampleSeals.NOW);
        assertThat(reader.size()).isEqualTo(1);
        nextConnection.set(new SQLException("gone", "08006"));

        CompletableFuture<Appended> failed = writer.append(samples.policies(3, 0, true, "P-3"), PATIENCE);

        assertThatThrownBy(() -> failed.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(TryAgainLater.class);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> reader.size() == 2);
    }

    @Test
    void refusesWhatComesAfterItWasClosedAndLeavesNobodyWaiting() {
        List<CompletableFuture<Appended>> results = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            results.add(writer.append(samples.policies(i, 0, true, "P-" + i), PATIENCE));
        }
        hold.countDown();

        writer.close();

        assertThat(results).allMatch(CompletableFuture::isDone);
        assertThatThrownBy(() -> writer.append(samples.policies(9, 0, true, "P-9"), PATIENCE))
                .isInstanceOf(TryAgainLater.class);
    }

    @Test
    void takesNoMoreRecordsThanMemoryHasRoomFor() throws Exception {
        CompletableFuture<Appended> first = writer.append(samples.policies(1, 0, true, "P-1"), PATIENCE);
        Awaitility.await().until(() -> reader.size() == 1);
        CompletableFuture<Appended> many = writer.append(rejects(2, 7_900), PATIENCE);

        assertThatThrownBy(() -> writer.append(rejects(3, 100), Duration.ofMillis(1)))
                .isInstanceOf(TryAgainLater.class);

        hold.countDown();
        first.get(10, TimeUnit.SECONDS);
        many.get(10, TimeUnit.SECONDS);
        // One batch alone is taken however large it is.
        assertThat(writer.append(rejects(4, 9_000), PATIENCE)
                        .get(10, TimeUnit.SECONDS)
                        .accepted())
                .isZero();
    }

    private Append rejects(long submission, int count) {
        List<Append.RejectedRecord> rejected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rejected.add(new Append.RejectedRecord(i, 0, i + 2, "policy", "P", List.of()));
        }
        return new Append(samples.submission(submission), 0, count, List.of(), rejected, true, null);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("held up for too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
