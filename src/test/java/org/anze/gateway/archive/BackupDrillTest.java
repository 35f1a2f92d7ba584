package org.anze.gateway.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
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
        int sizeAtPoint;
        Path wal;
        try (EmbeddedPostgres first = new EmbeddedPostgres(lost, PROGRAMS)) {
            first.start();
            wal = walFolder(lost);
            superuser(first, lost, "alter system set archive_mode = 'on'");
            superuser(
                    first,
                    lost,
                    "alter system set archive_command = 'test ! -f " + wal + "/%f && cp %p " + wal + "/%f'");
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
                    backUp(first, lost, elsewhere);
                    awaitMore(appended, 5);
                    sizeAtPoint = appended.get();
                    superuser(first, lost, "select pg_create_restore_point('before_the_accident')");
                    awaitMore(appended, 5);
                } finally {
                    going.set(false);
                    load.join();
                }
                awaitArchived(first, lost);
                JdbcClient jdbc = JdbcClient.create(pool);
                headsBefore = jdbc.sql(HEADS).query(String.class).single();
                // What a witness or a recipient has seen, kept somewhere else.
                known = ledger.reader().newest().orElseThrow().note();
            }
        }

        recoverTo(elsewhere, wal);
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

                Report clean = fsck(second);
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

    /** A folder that the account of the database may write into. */
    private static Path walFolder(Path home) throws IOException {
        Path wal = Files.createDirectory(home.toRealPath().resolve("wal"));
        own(wal, home);
        return wal;
    }

    private static void own(Path file, Path home) throws IOException {
        Path cluster = home.resolve("cluster");
        Object user = Files.getAttribute(cluster, "unix:uid");
        if (!user.equals(Files.getAttribute(file, "unix:uid"))) {
            Files.setAttribute(file, "unix:uid", user);
            Files.setAttribute(file, "unix:gid", Files.getAttribute(cluster, "unix:gid"));
        }
    }

    private static Connection superuser(EmbeddedPostgres postgres, Path home) throws Exception {
        return DriverManager.getConnection(
                postgres.jdbcUrl().replaceFirst("/anze\\?", "/postgres?"),
                "postgres",
                Files.readString(home.resolve("superuser.secret")).strip());
    }

    private static String superuser(EmbeddedPostgres postgres, Path home, String sql) throws Exception {
        try (Connection connection = superuser(postgres, home);
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet row = statement.getResultSet()) {
                return row.next() ? String.valueOf(row.getString(1)) : "";
            }
        }
    }

    /** What pg_basebackup does, by the interface it uses: a copy of the running cluster between start and stop. */
    private static void backUp(EmbeddedPostgres postgres, Path home, Path target) throws Exception {
        try (Connection connection = superuser(postgres, home);
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_backup_start('drill', true)");
            copy(home.resolve("cluster"), target.resolve("cluster"));
            try (ResultSet row = statement.executeQuery("select labelfile from pg_backup_stop(true)")) {
                row.next();
                Files.writeString(target.resolve("cluster/backup_label"), row.getString(1));
            }
        }
        for (String secret : List.of("superuser.secret", "owner.secret")) {
            Files.copy(home.resolve(secret), target.resolve(secret));
        }
        Object user = Files.getAttribute(home.resolve("cluster"), "unix:uid");
        Object group = Files.getAttribute(home.resolve("cluster"), "unix:gid");
        Files.setAttribute(target.resolve("cluster"), "unix:uid", user);
        Files.setAttribute(target.resolve("cluster"), "unix:gid", group);
        try (var files = Files.walk(target.resolve("cluster"))) {
            for (Path file : files.toList()) {
                own(file, target);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectory(
                        to.resolve(from.relativize(folder)),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path name = from.relativize(file);
                // The log comes from its archive, and the process is not ours.
                if (!name.startsWith("pg_wal") && !name.toString().startsWith("postmaster.")) {
                    try {
                        Files.copy(file, to.resolve(name));
                    } catch (NoSuchFileException removedMeanwhile) {
                        return FileVisitResult.CONTINUE;
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }

    private static void awaitArchived(EmbeddedPostgres postgres, Path home) throws Exception {
        String last = superuser(postgres, home, "select pg_walfile_name(pg_switch_wal())");
        await().atMost(PATIENCE)
                .until(() -> superuser(postgres, home, "select coalesce(last_archived_wal, '') from pg_stat_archiver")
                                .compareTo(last)
                        >= 0);
    }

    private static void recoverTo(Path home, Path wal) throws IOException {
        Path cluster = home.resolve("cluster");
        Files.writeString(
                cluster.resolve("postgresql.auto.conf"),
                // Readers during recovery would be let in before it has come to its point.
                "archive_mode = 'off'\nhot_standby = 'off'\nrestore_command = 'cp " + wal + "/%f %p'\n"
                        + "recovery_target_name = 'before_the_accident'\nrecovery_target_action = 'promote'\n",
                StandardOpenOption.APPEND);
        Files.writeString(cluster.resolve("recovery.signal"), "");
        own(cluster.resolve("recovery.signal"), home);
        own(cluster.resolve("backup_label"), home);
    }

    private record Report(int exit, String text) {}

    private Report fsck(EmbeddedPostgres postgres, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--database", postgres.jdbcUrl(),
                "--user", postgres.user(),
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
                "--audit-anchors", folder.resolve("no-anchors").toString()));
        arguments.addAll(List.of(more));
        StringWriter out = new StringWriter();
        int exit = new CommandLine(new FsckCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(arguments.toArray(String[]::new));
        return new Report(exit, out.toString());
    }
}
