package org.anze.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class AuditLogTest {

    private static final Instant NOW = Instant.parse("2026-11-22T01:02:03.456789Z");

    private DataSource store;
    private JdbcClient jdbc;
    private JdbcTransactionManager transactions;
    private AuditLog log;

    @BeforeEach
    void emptyLog() {
        store = TestStores.freshSchema();
        jdbc = JdbcClient.create(store);
        transactions = new JdbcTransactionManager(store);
        log = new AuditLog(jdbc, transactions, Suite.SM, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void keepsWhatWasWrittenInOrder() {
        AuditEvent query = event("claim C-1");
        AuditEvent signIn =
                new AuditEvent(AuditKind.SIGN_IN, Actor.person("auditor-li"), null, null, "console", "given", null);

        assertThat(log.write(query)).isEqualTo(1);
        assertThat(log.write(signIn)).isEqualTo(2);

        assertThat(log.after(0, 10)).extracting(AuditEntry::event).containsExactly(query, signIn);
        assertThat(log.after(1, 10)).extracting(AuditEntry::event).containsExactly(signIn);
        assertThat(log.size()).isEqualTo(2);
        assertThat(log.after(0, 1).get(0).at()).isEqualTo("2026-11-22T01:02:03.456Z");
        assertThat(log.firstFlaw()).isEmpty();
    }

    /** Each waits for the head of the chain; with a connection in hand they would take those of all others. */
    @Test
    void leavesConnectionsToAllElseWhenManyWriteAtOnce() throws Exception {
        HikariDataSource pool = (HikariDataSource) store;
        ExecutorService threads = Executors.newFixedThreadPool(pool.getMaximumPoolSize() + 2);
        CountDownLatch begun = new CountDownLatch(pool.getMaximumPoolSize() + 2);
        List<Future<Long>> written = new ArrayList<>();
        try {
            new TransactionTemplate(transactions).executeWithoutResult(status -> {
                jdbc.sql("select number from audit_head for update")
                        .query(Long.class)
                        .single();
                for (int i = 0; i < pool.getMaximumPoolSize() + 2; i++) {
                    String subject = "policy P-" + i;
                    written.add(threads.submit(() -> {
                        begun.countDown();
                        return log.write(event(subject));
                    }));
                }
                await().atMost(Duration.ofSeconds(10))
                        .during(Duration.ofMillis(300))
                        .until(() -> begun.getCount() == 0
                                && pool.getHikariPoolMXBean().getActiveConnections() == 3);
            });
            for (Future<Long> one : written) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(log.size()).isEqualTo(written.size());
        assertThat(log.firstFlaw()).isEmpty();
    }

    @Test
    void numbersWithoutGapsWhenManyWriteAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<Long>> written = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String subject = "policy P-" + i;
                written.add(threads.submit(() -> log.write(event(subject))));
            }
            for (Future<Long> one : written) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(log.after(0, 100)).hasSize(60);
        assertThat(log.firstFlaw()).isEmpty();
    }

    @Test
    void remembersAnActThatWasRolledBack() {
        new TransactionTemplate(transactions).executeWithoutResult(act -> {
            log.write(event("claim C-2"));
            act.setRollbackOnly();
        });

        assertThat(log.after(0, 10)).hasSize(1);
    }

    @Test
    void remembersWhatCameOfAnActOnlyWhenItWasCommitted() {
        TransactionTemplate act = new TransactionTemplate(transactions);
        act.executeWithoutResult(status -> {
            log.writeAtCommit(event("claim C-1"));
            log.write(event("claim C-0"));
            log.writeAtCommit(event("claim C-2"));
        });
        act.executeWithoutResult(status -> {
            log.writeAtCommit(event("claim C-3"));
            status.setRollbackOnly();
        });
        log.writeAtCommit(event("claim C-4"));

        assertThat(log.after(0, 10))
                .extracting(entry -> entry.event().subject())
                .containsExactly("claim C-0", "claim C-1", "claim C-2", "claim C-4");
        assertThat(log.firstFlaw()).isEmpty();
    }

    @Test
    void remembersNothingOfAnActWhoseCommitFailed() {
        jdbc.sql("create table act (id int primary key)").update();
        jdbc.sql("create function full_disk() returns trigger language plpgsql as"
                        + " $$ begin raise exception 'disk full'; end $$")
                .update();
        jdbc.sql("create constraint trigger full_disk after insert on act deferrable initially deferred"
                        + " for each row execute function full_disk()")
                .update();

        assertThatThrownBy(() -> new TransactionTemplate(transactions).executeWithoutResult(status -> {
                    jdbc.sql("insert into act values (1)").update();
                    log.writeAtCommit(event("claim C-5"));
                }))
                .hasStackTraceContaining("disk full");

        assertThat(log.after(0, 10)).isEmpty();
        assertThat(log.write(event("claim C-6"))).isEqualTo(1);
    }

    @Test
    void refusesToBeChanged() {
        log.write(event("claim C-3"));

        assertThatThrownBy(
                        () -> jdbc.sql("update audit_event set subject = 'x'").update())
                .hasMessageContaining("append only");
        assertThatThrownBy(() -> jdbc.sql("delete from audit_event").update()).hasMessageContaining("append only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_event set subject = 'other' where number = 2",
                "update audit_event set person = 'other' where number = 2",
                "update audit_event set at = at + interval '1 second' where number = 2",
                "update audit_event set reason = null where number = 2",
                "delete from audit_event where number = 2",
                "update audit_event set number = 9 where number = 2"
            })
    void showsWhereSomebodyChangedIt(String change) {
        log.write(event("claim C-4"));
        log.write(event("claim C-5"));
        log.write(event("claim C-6"));

        jdbc.sql("alter table audit_event disable trigger all").update();
        jdbc.sql(change).update();

        assertThat(log.firstFlaw()).hasValue(2);
    }

    @Test
    void showsThatItsEndIsMissing() {
        log.write(event("claim C-7"));
        log.write(event("claim C-8"));

        jdbc.sql("alter table audit_event disable trigger all").update();
        jdbc.sql("delete from audit_event where number = 2").update();

        assertThat(log.firstFlaw()).hasValue(2);
    }

    @Test
    void showsThatItsHeadWasSetBack() {
        log.write(event("claim C-7"));
        byte[] before = log.after(0, 1).get(0).hash();
        log.write(event("claim C-8"));

        jdbc.sql("update audit_head set number = 1, hash = ?").param(before).update();

        assertThat(log.firstFlaw()).hasValue(2);
    }

    @Test
    void findsNoFlawInWhatIsWrittenWhileItLooks() throws Exception {
        java.util.concurrent.atomic.AtomicBoolean enough = new java.util.concurrent.atomic.AtomicBoolean();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = threads.submit(() -> {
                while (!enough.get()) {
                    log.write(event("claim C-9"));
                }
            });
            for (int i = 0; i < 40; i++) {
                assertThat(log.firstFlaw()).isEmpty();
            }
            enough.set(true);
            writing.get();
        } finally {
            enough.set(true);
            threads.shutdown();
        }
    }

    @Test
    void takesControlCharactersOut() {
        log.write(event("line\nbreak"));

        assertThat(log.after(0, 1).get(0).event().subject()).isEqualTo("line break");
    }

    private static AuditEvent event(String subject) {
        return new AuditEvent(
                AuditKind.QUERY,
                new Actor("platform-shanxi", "wang"),
                "SUP",
                "supervision-shanxi/1",
                subject,
                "given",
                "case 7");
    }
}
