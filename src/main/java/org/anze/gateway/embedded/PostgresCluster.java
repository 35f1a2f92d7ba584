package org.anze.gateway.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.pki.PrivateFiles;

/**
 * The files of one database cluster: where they are, how they are made, and which processes have them open.
 *
 * <p>Layout below {@code home}: {@code cluster/} (0700, owned by the database's account), {@code superuser.secret} and
 * {@code owner.secret} (0600, ours), {@code port}, {@code lock}.
 */
final class PostgresCluster {

    /** Major version of the programs we carry; a cluster of another one cannot be opened. */
    static final String MAJOR_VERSION = "18";

    private static final Duration INITDB_LIMIT = Duration.ofMinutes(3);
    private static final int SECRET_LENGTH = 32;

    private final Path home;
    private final PostgresBinaries binaries;
    private final PostgresAccount account;

    private PostgresCluster(Path home, PostgresBinaries binaries, PostgresAccount account) {
        this.home = home;
        this.binaries = binaries;
        this.account = account;
    }

    /** Opens the cluster of a home directory, making it when there is none. A half-made one is thrown away. */
    static PostgresCluster open(Path homeDirectory, PostgresBinaries binaries) throws IOException {
        Path home = homeDirectory.toRealPath();
        PostgresAccount account = PostgresAccount.choose(home, home.resolve("cluster"), binaries.program("postgres"));
        PostgresCluster cluster = new PostgresCluster(home, binaries, account);
        cluster.secret("superuser");
        cluster.secret("owner");
        if (Files.notExists(cluster.directory())) {
            cluster.initialise();
        }
        cluster.checkVersion();
        return cluster;
    }

    /** The data directory, without symbolic links in its path. */
    Path directory() {
        return home.resolve("cluster");
    }

    PostgresAccount account() {
        return account;
    }

    PostgresBinaries binaries() {
        return binaries;
    }

    /** The name of the file that keeps a secret. */
    static String secretFile(String name) {
        return name + ".secret";
    }

    /** The secret of a database user of ours, made on first use. */
    String secret(String name) throws IOException {
        Path file = home.resolve(secretFile(name));
        if (Files.notExists(file)) {
            if (Files.exists(directory())) {
                throw new IllegalStateException("数据库已存在，但缺少密码文件 " + file + "，请从备份恢复该文件"
                        + " / the cluster exists but its secret " + file + " is missing: restore that file");
            }
            PrivateFiles.writeNew(file, PrivateFiles.randomSecret(SECRET_LENGTH).getBytes(StandardCharsets.US_ASCII));
        }
        return PrivateFiles.readSecret(file);
    }

    /** The port used last time, if any. */
    Optional<Integer> lastPort() throws IOException {
        Path file = home.resolve("port");
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file).strip();
        return text.matches("[0-9]{1,5}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    /** Keeps the port for the next start. It is a convenience: losing it costs nothing but another port. */
    void keepPort(int port) throws IOException {
        Files.writeString(home.resolve("port"), Integer.toString(port));
    }

    /** The process id in the postmaster's lock file, if there is one. */
    Optional<Long> recordedPostmaster() throws IOException {
        List<String> lines = lockFile();
        return lines.isEmpty() || !lines.get(0).strip().matches("[0-9]{1,10}")
                ? Optional.empty()
                : Optional.of(Long.valueOf(lines.get(0).strip()));
    }

    /** Whether the postmaster has written that it takes connections. */
    boolean ready() throws IOException {
        List<String> lines = lockFile();
        return lines.size() >= 8 && lines.get(7).strip().equals("ready");
    }

    /** Removes the lock file of a postmaster of which no process is left. */
    void removeStaleLockFile() throws IOException {
        Files.deleteIfExists(lockFilePath());
    }

    /**
     * All live processes that work in this data directory: a postmaster and its children. They are known by their working
     * directory, because a process id from a file may belong to somebody else by now.
     */
    List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses().filter(this::worksHere).toList();
    }

    private boolean worksHere(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(directory());
        } catch (IOException | SecurityException goneOrNotOurs) {
            return false;
        }
    }

    private List<String> lockFile() throws IOException {
        try {
            return Files.readAllLines(lockFilePath(), StandardCharsets.UTF_8);
        } catch (java.nio.file.NoSuchFileException none) {
            return List.of();
        }
    }

    private Path lockFilePath() {
        return directory().resolve("postmaster.pid");
    }

    private void checkVersion() throws IOException {
        String version = Files.readString(directory().resolve("PG_VERSION")).strip();
        if (!version.equals(MAJOR_VERSION)) {
            throw new IllegalStateException("数据库文件是 PostgreSQL " + version + " 的，本程序自带 " + MAJOR_VERSION
                    + "：请先用旧版本导出 / the cluster was made by PostgreSQL " + version + ", this program carries "
                    + MAJOR_VERSION + ": dump it with the older version first");
        }
    }

    private void initialise() throws IOException {
        Path unfinished = home.resolve("cluster.unfinished");
        Path password = home.resolve("initdb.secret");
        PrivateFiles.removeTree(unfinished);
        Files.deleteIfExists(password);
        Files.createDirectory(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        account.own(unfinished);
        PrivateFiles.writeNew(password, secret("superuser").getBytes(StandardCharsets.US_ASCII));
        account.own(password);
        try {
            ExternalCommand initdb = ExternalCommand.run(
                    INITDB_LIMIT,
                    account.command(List.of(
                            binaries.program("initdb"),
                            "--pgdata=" + unfinished,
                            "--username=" + EmbeddedPostgres.SUPERUSER,
                            "--pwfile=" + password,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--data-checksums")));
            if (!initdb.succeeded()) {
                throw new IllegalStateException("建立数据库失败 / initdb failed: " + initdb.output());
            }
        } finally {
            Files.delete(password);
        }
        // The file stays the account's own; only its content is ours.
        Files.writeString(
                unfinished.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256" + System.lineSeparator());
        PrivateFiles.publish(unfinished, directory());
    }
}
