package org.anze.gateway.archive;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
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
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.anze.gateway.embedded.EmbeddedPostgres;

/** A base backup of an embedded PostgreSQL, its archived log, and how it comes back elsewhere: docs/operations/backup.md. */
public final class PostgresBackup {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String POINT = "before_the_accident";

    private final Path home;
    private final Path wal;

    private PostgresBackup(Path home, Path wal) {
        this.home = home;
        this.wal = wal;
    }

    /** Has a running server archive its log from its next start on. */
    public static PostgresBackup archiving(EmbeddedPostgres postgres, Path home) throws IOException, SQLException {
        Path wal = Files.createDirectory(home.toRealPath().resolve("wal"));
        own(wal, home);
        PostgresBackup backup = new PostgresBackup(home, wal);
        backup.superuser(postgres, "alter system set archive_mode = 'on'");
        backup.superuser(
                postgres, "alter system set archive_command = 'test ! -f " + wal + "/%f && cp %p " + wal + "/%f'");
        return backup;
    }

    /** What pg_basebackup does, by the interface it uses: a copy of the running cluster between start and stop. */
    public void copyTo(EmbeddedPostgres postgres, Path target) throws IOException, SQLException {
        try (Connection connection = superuser(postgres);
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
        try (Stream<Path> files = Files.walk(target.resolve("cluster"))) {
            for (Path file : files.toList()) {
                own(file, target);
            }
        }
    }

    /** Names this moment as the one to come back to. */
    public void markPoint(EmbeddedPostgres postgres) throws IOException, SQLException {
        superuser(postgres, "select pg_create_restore_point('" + POINT + "')");
    }

    /** Waits until everything so far is in the archive. */
    public void awaitArchived(EmbeddedPostgres postgres) throws IOException, SQLException {
        String last = superuser(postgres, "select pg_walfile_name(pg_switch_wal())");
        await().atMost(PATIENCE)
                .until(() -> superuser(postgres, "select coalesce(last_archived_wal, '') from pg_stat_archiver")
                                .compareTo(last)
                        >= 0);
    }

    /** Has a copy come up, at its next start, as it was at the point. */
    public void recoverAt(Path copy) throws IOException {
        Path cluster = copy.resolve("cluster");
        Files.writeString(
                cluster.resolve("postgresql.auto.conf"),
                // Readers during recovery would be let in before it has come to its point.
                "archive_mode = 'off'\nhot_standby = 'off'\nrestore_command = 'cp " + wal + "/%f %p'\n"
                        + "recovery_target_name = '" + POINT + "'\nrecovery_target_action = 'promote'\n",
                StandardOpenOption.APPEND);
        Files.writeString(cluster.resolve("recovery.signal"), "");
        own(cluster.resolve("recovery.signal"), copy);
        own(cluster.resolve("backup_label"), copy);
    }

    private Connection superuser(EmbeddedPostgres postgres) throws IOException, SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl().replaceFirst("/anze\\?", "/postgres?"),
                "postgres",
                Files.readString(home.resolve("superuser.secret")).strip());
    }

    private String superuser(EmbeddedPostgres postgres, String sql) throws IOException, SQLException {
        try (Connection connection = superuser(postgres);
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet row = statement.getResultSet()) {
                return row.next() ? String.valueOf(row.getString(1)) : "";
            }
        }
    }

    /** Gives a file to the account of the database. */
    private static void own(Path file, Path home) throws IOException {
        Path cluster = home.resolve("cluster");
        Object user = Files.getAttribute(cluster, "unix:uid");
        if (!user.equals(Files.getAttribute(file, "unix:uid"))) {
            Files.setAttribute(file, "unix:uid", user);
            Files.setAttribute(file, "unix:gid", Files.getAttribute(cluster, "unix:gid"));
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
}
