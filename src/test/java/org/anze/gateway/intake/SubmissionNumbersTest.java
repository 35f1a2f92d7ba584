package org.anze.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;

class SubmissionNumbersTest {

    private static final int SENDERS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);

    @AfterEach
    void close() {
        senders.shutdownNow();
    }

    @Test
    void givesEachOnceAndFetchesFewerTimesThanItGives() throws Exception {
        DataSource pool = TestStores.freshSchema();
        AtomicInteger fetches = new AtomicInteger();
        SubmissionNumbers numbers = new SubmissionNumbers(JdbcClient.create(new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                fetches.incrementAndGet();
                return pool.getConnection();
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                return getConnection();
            }
        }));

        List<Long> given = new ArrayList<>();
        for (Future<List<Long>> each : allAtOnce(() -> several(numbers, 100))) {
            given.addAll(each.get(30, TimeUnit.SECONDS));
        }

        assertThat(given).hasSize(SENDERS * 100).doesNotHaveDuplicates();
        assertThat(fetches.get()).isLessThan(given.size() / 10);
    }

    /** Else each would wait for the database as long as all before him together. */
    @Test
    void doesNotAskADatabaseThatIsAwayForEachWhoWaits() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch away = new CountDownLatch(1);
        SubmissionNumbers numbers = new SubmissionNumbers(JdbcClient.create(new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                asked.incrementAndGet();
                ParkingFixture.await(away);
                throw new SQLException("sample: away");
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                return getConnection();
            }
        }));

        List<Future<OptionalLong>> waiting = allAtOnce(() -> numbers.next(PATIENCE));
        away.countDown();

        for (Future<OptionalLong> each : waiting) {
            assertThat(each.get(30, TimeUnit.SECONDS)).isEmpty();
        }
        assertThat(asked).hasValueLessThan(SENDERS / 2);
    }

    private static List<Long> several(SubmissionNumbers numbers, int count) throws InterruptedException {
        List<Long> several = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            several.add(numbers.next(PATIENCE).orElseThrow());
        }
        return several;
    }

    private interface Work<R> {
        R get() throws Exception;
    }

    private <R> List<Future<R>> allAtOnce(Work<R> work) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<R>> sent = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            sent.add(senders.submit(() -> {
                ParkingFixture.await(start);
                return work.get();
            }));
        }
        start.countDown();
        return sent;
    }
}
