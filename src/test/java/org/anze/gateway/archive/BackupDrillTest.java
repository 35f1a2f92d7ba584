package org.anze.gateway.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.anze.gateway.cli.fsck.FsckCommand;
import org.anze.gateway.embedded.EmbeddedPostgres;
import org.anze.gateway.ledger.LedgerOfSamples;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine;

/**
 * The drill of docs/operations/backup.md: a base backup under load, WAL archived, the machine lost, restored elsewhere to a point
 * in time, checked, and what was lost sent again.
 */
class BackupDrillTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path PROGRAMS = Path.of(System.getProperty("anze.test.stores", "target/test-stores"))
            .toAbsolutePath()
            .resolve("postgres");
    private static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);
    private static final int BATCH = 20;
    private static final String HEADS = "select string_agg(concat_ws('|', business_key, record_type, provider, version,"
            + " operation), ',' order by business_key) from record_head";

    @TempDir
    Path folder;

    @Test
    void comesBackToAPointInTimeAndToTheSameStateOnceTheRestIsSentAgain() throws Exception {
        Path lost = Files.createDirectory(folder.resolve("lost"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        AtomicInteger appended = new AtomicInteger();
        String headsBefore;
        String known;
        String knownBefore;
        int sizeAtPoint;
        PostgresBackup backup;
        try (EmbeddedPostgres first = new EmbeddedPostgres(lost, PROGRAMS)) {
            first.start();
            backup = PostgresBackup.archiving(first, lost);
        }
        try (EmbeddedPostgres first = new EmbeddedPostgres(lost, PROGRAMS)) {
            first.start();
            try (HikariDataSource pool = migrated(first)) {
                LedgerOfSamples ledger = new LedgerOfSamples(pool);
                AtomicBoolean going = new AtomicBoolean(true);
                Thread load = new Thread(() -> append(ledger, appended, going), "load");
                load.start();
                try {
                    awaitMore(appended, 5);
                    backup.copyTo(first, elsewhere);
                    awaitMore(appended, 5);
                    sizeAtPoint = appended.get();
                    knownBefore = ledger.reader().newest().orElseThrow().note();
                    backup.markPoint(first);
                    awaitMore(appended, 5);
                } finally {
                    going.set(false);
                    load.join();
                }
                backup.awaitArchived(first);
                JdbcClient jdbc = JdbcClient.create(pool);
                headsBefore = jdbc.sql(HEADS).query(String.class).single();
                // What a witness or a recipient has seen, kept somewhere else.
                known = ledger.reader().newest().orElseThrow().note();
            }
        }

        backup.recoverAt(elsewhere);
        try (EmbeddedPostgres second = new EmbeddedPostgres(elsewhere, PROGRAMS)) {
            second.start();
            try (HikariDataSource pool = pool(second)) {
                JdbcClient jdbc = JdbcClient.create(pool);
                long size = jdbc.sql("select size from ledger_state")
                        .query(Long.class)
                        .single();
                assertThat(size)
                        .as("to the point in time, not to the backup and not to the end")
                        .isBetween((long) sizeAtPoint * BATCH, (long) appended.get() * BATCH - BATCH);

                Path before = Files.writeString(folder.resolve("known-before"), knownBefore);
                Report clean = fsck(second, "--known", before.toString());
                assertThat(clean.exit).as(clean.text).isZero();
                Report missing = fsck(
                        second,
                        "--known",
                        Files.writeString(folder.resolve("known"), known).toString());
                assertThat(missing.exit).isEqualTo(1);
                assertThat(missing.text)
                        .contains("[LOST_SINCE] × 1", "#" + size + " – #" + (appended.get() * BATCH - 1))
                        .doesNotContain("[FORKED]", "[STATE_WRONG]");

                // The senders do not know what is gone: they send all of it again.
                LedgerOfSamples again = new LedgerOfSamples(pool, 100_000);
                for (int batch = 0; batch < appended.get(); batch++) {
                    again.append(keys(batch));
                }
                assertThat(jdbc.sql(HEADS).query(String.class).single()).isEqualTo(headsBefore);
                assertThat(jdbc.sql("select count(*) from ledger_entry")
                                .query(Long.class)
                                .single())
                        .isEqualTo((long) appended.get() * BATCH);
                assertThat(jdbc.sql("select coalesce(sum(duplicate), 0) from submission")
                                .query(Long.class)
                                .single())
                        .isEqualTo(size);
                Report after = fsck(second);
                assertThat(after.exit).as(after.text).isZero();
                assertThat(fsck(second, "--known", before.toString()).exit).isZero();
                // It is the same records, but not the same tree any more: that is said, not hidden.
                assertThat(fsck(second, "--known", folder.resolve("known").toString()).text)
                        .contains("[FORKED] × 1");
            }
        }
    }

    private static void append(LedgerOfSamples ledger, AtomicInteger appended, AtomicBoolean going) {
        try {
            while (going.get()) {
                ledger.append(keys(appended.get()));
                appended.incrementAndGet();
            }
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String[] keys(int batch) {
        return IntStream.range(batch * BATCH, batch * BATCH + BATCH)
                .mapToObj(i -> "P" + i)
                .toArray(String[]::new);
    }

    private static void awaitMore(AtomicInteger appended, int batches) {
        int now = appended.get();
        await().atMost(PATIENCE).until(() -> appended.get() >= now + batches);
    }

    private static HikariDataSource migrated(EmbeddedPostgres postgres) {
        Flyway.configure()
                .dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
                .locations("classpath:db/migration")
                .load()
                .migrate();
        HikariDataSource pool = pool(postgres);
        JdbcClient jdbc = JdbcClient.create(pool);
        // The samples bind their entries to these.
        jdbc.sql("create function bound() returns trigger language plpgsql as $$ begin"
                        + " new.digest = decode(repeat('00', 32), 'hex'); new.salt = new.digest; return new; end $$")
                .update();
        jdbc.sql("create trigger bound before insert on submission for each row execute function bound()")
                .update();
        return pool;
    }

    private static HikariDataSource pool(EmbeddedPostgres postgres) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.jdbcUrl());
        config.setUsername(postgres.user());
        config.setPassword(postgres.password());
        config.setMaximumPoolSize(4);
        return new HikariDataSource(config);
    }

    private record Report(int exit, String text) {}

    private Report fsck(EmbeddedPostgres postgres, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--database",
                postgres.jdbcUrl(),
                "--user",
                postgres.user(),
                "--password-file",
                Files.writeString(folder.resolve("password"), postgres.password())
                        .toString(),
                "--certificate",
                Files.writeString(
                                folder.resolve("seal.crt"),
                                GATEWAY.certificate().pem())
                        .toString(),
                "--trust",
                Files.writeString(
                                folder.resolve("ca.crt"),
                                GATEWAY.authority().certificate().pem())
                        .toString(),
                "--audit-anchors",
                // What was anchored since is no part of the backup.
                Files.writeString(folder.resolve("no-anchors"), "").toString()));
        arguments.addAll(List.of(more));
        StringWriter out = new StringWriter();
        int exit = new CommandLine(new FsckCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(arguments.toArray(String[]::new));
        return new Report(exit, out.toString());
    }
}
