package org.anze.gateway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL that belongs to this gateway: durable (fsync, synchronous commit, full page writes and data
 * checksums are on, and asked of the running server before anybody else may use it), on 127.0.0.1 only, with passwords
 * made at random.
 *
 * <p>It survives the sudden end of the gateway and of the postmaster: what is left over is stopped before a new one
 * starts, and a postmaster that dies while we run is started again on the same port, up to
 * {@value PostgresWatchdog#MOST_RESTARTS} times in ten minutes. Connections break then; a pool that tests them mends
 * itself.
 *
 * <p>Threads may share it. {@code docs/decisions/2026-11-22-embedded-postgres.md} says which account runs it and where
 * its files are.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    static final String SUPERUSER = "postgres";
    static final String OWNER = "anze";
    static final String DATABASE = "anze";
    private static final String OWNER_SECRET = "owner";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration READY_LIMIT = Duration.ofMinutes(5);
    private static final Duration RETRY_LIMIT = Duration.ofSeconds(10);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final long POLL_MS = 20;
    private static final int LOWEST_PORT = 15432;
    private static final int HIGHEST_PORT = 31999;

    private final Path home;
    private final Path cache;
    private final int wantedPort;
    private @Nullable FileChannel lockChannel;
    private volatile @Nullable PostgresCluster cluster;
    private @Nullable PostgresWatchdog watchdog;
    private volatile @Nullable PostgresProcess process;
    private volatile int port;

    /** With its files in {@code <data>/postgres}, programs included. Nothing is touched before {@link #start()}. */
    public EmbeddedPostgres(Path data) {
        this(data.resolve("postgres"), data.resolve("postgres"));
    }

    /**
     * With separate places, so that several databases share one copy of the programs.
     *
     * @param home directory of this database alone; made when absent
     * @param cache directory the programs (about 60 MB) are unpacked into, once
     */
    public EmbeddedPostgres(Path home, Path cache) {
        this(home, cache, 0);
    }

    /**
     * With its files in {@code <data>/postgres}, on this port and no other, for those who are told where it is.
     *
     * @param port a TCP port; when it is taken, {@link #start()} fails
     */
    public EmbeddedPostgres(Path data, int port) {
        this(data.resolve("postgres"), data.resolve("postgres"), port);
    }

    private EmbeddedPostgres(Path home, Path cache, int wantedPort) {
        this.home = home;
        this.cache = cache;
        this.wantedPort = wantedPort;
    }

    /**
     * Starts the database, making it on first use, and returns when it takes connections with every setting verified.
     * Takes about 0.5 s, 3 s the first time, longer after a crash under load.
     *
     * @throws IllegalStateException when it cannot run as required; the message says what the operator can do
     * @throws UncheckedIOException when its files cannot be read or written
     */
    public synchronized void start() {
        if (cluster != null) {
            throw new IllegalStateException("already started");
        }
        try {
            Files.createDirectories(home);
            // The account that runs the database must pass through; what is inside has its own, closed modes.
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
            lockChannel = lock(home.resolve("lock"));
            PostgresCluster opened = PostgresCluster.open(home, PostgresBinaries.unpack(cache));
            cluster = opened;
            port = wantedPort != 0
                    ? wantedPort
                    : opened.lastPort().filter(EmbeddedPostgres::free).orElseGet(EmbeddedPostgres::freePort);
            PostgresProcess first = launch(wantedPort == 0);
            process = first;
            new PostgresSetup(port, opened).provide();
            opened.keepPort(port);
            watchdog = new PostgresWatchdog(first, this::restart);
            LOG.info("内置数据库已启动，端口 {} / embedded PostgreSQL is ready on port {}", port, port);
        } catch (IOException e) {
            throw undo(new UncheckedIOException(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw undo(new IllegalStateException("interrupted while starting PostgreSQL", e));
        } catch (RuntimeException e) {
            throw undo(e);
        }
    }

    /** Whether the postmaster is alive now; false also during the seconds in which it is started again. */
    public boolean running() {
        PostgresProcess current = process;
        return current != null && current.alive();
    }

    /** JDBC address of the gateway's own database; the same until {@link #close()}, whatever restarts happen. */
    public String jdbcUrl() {
        if (port == 0) {
            throw new IllegalStateException("not started");
        }
        return PostgresSetup.url(port, DATABASE);
    }

    /** The database user that owns the gateway's database; it is no superuser. */
    public String user() {
        return OWNER;
    }

    /** The file that holds its password, readable by us alone. */
    public Path passwordFile() {
        return home.resolve(PostgresCluster.secretFile(OWNER_SECRET));
    }

    /** Its password. Never print it. */
    public String password() {
        PostgresCluster opened = cluster;
        if (opened == null) {
            throw new IllegalStateException("not started");
        }
        try {
            return opened.secret(OWNER_SECRET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the database and waits until no process of it is left, even when interrupted. May be called twice. */
    @Override
    public synchronized void close() {
        // An interrupted thread must not leave a database behind; it is told again afterwards.
        boolean interrupted = Thread.interrupted();
        try {
            stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            interrupted = true;
            throw new IllegalStateException("interrupted while stopping PostgreSQL", e);
        } finally {
            watchdog = null;
            process = null;
            lockChannel = null;
            cluster = null;
            port = 0;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void stop() throws IOException, InterruptedException {
        if (watchdog != null) {
            watchdog.close();
        }
        PostgresProcess current = process;
        if (current != null && !current.stop(STOP_LIMIT)) {
            LOG.warn("数据库未在 {} 内停止 / PostgreSQL did not stop within {}", STOP_LIMIT, STOP_LIMIT);
        }
        PostgresCluster opened = cluster;
        if (opened != null) {
            PostgresLeftovers.clear(opened);
        }
        if (lockChannel != null) {
            lockChannel.close();
        }
    }

    private RuntimeException undo(RuntimeException cause) {
        try {
            close();
        } catch (RuntimeException alsoFailed) {
            cause.addSuppressed(alsoFailed);
        }
        return cause;
    }

    /** For tests: the process id of the postmaster itself. */
    long postmaster() throws IOException {
        return Objects.requireNonNull(cluster).recordedPostmaster().orElseThrow();
    }

    private PostgresProcess restart() throws IOException, InterruptedException {
        PostgresProcess started = launch(false);
        try {
            new PostgresSetup(port, Objects.requireNonNull(cluster)).verify();
        } catch (IOException | RuntimeException unfit) {
            started.stop(STOP_LIMIT);
            throw unfit;
        }
        process = started;
        return started;
    }

    /** Tries for ten seconds: the memory of a killed postmaster stays locked until its last child is gone. */
    private PostgresProcess launch(boolean mayChangePort) throws IOException, InterruptedException {
        PostgresCluster opened = Objects.requireNonNull(cluster);
        long deadline = System.nanoTime() + RETRY_LIMIT.toNanos();
        while (true) {
            PostgresLeftovers.clear(opened);
            PostgresProcess started = PostgresProcess.launch(opened, port);
            boolean ready = false;
            try {
                ready = awaitReady(opened, started);
            } finally {
                if (!ready) {
                    started.stop(STOP_LIMIT);
                }
            }
            if (ready) {
                return started;
            }
            started.awaitEnd();
            String output = started.lastOutput();
            boolean portTaken = output.contains("could not bind");
            boolean passing = portTaken || output.contains("lock file") || output.contains("shared memory block");
            if (!passing || System.nanoTime() > deadline) {
                throw new IllegalStateException("内置数据库启动失败 / the embedded PostgreSQL does not start: " + output);
            }
            if (portTaken && mayChangePort) {
                port = freePort();
            }
            Thread.sleep(10 * POLL_MS);
        }
    }

    private static boolean awaitReady(PostgresCluster cluster, PostgresProcess started)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY_LIMIT.toNanos();
        while (started.alive() && System.nanoTime() < deadline) {
            if (cluster.ready()) {
                return true;
            }
            Thread.sleep(POLL_MS);
        }
        return false;
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IllegalStateException("另一个网关正在使用此数据目录 / another gateway is using this data directory: " + file);
        }
        return channel;
    }

    private static boolean free(int candidate) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), candidate));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** Below the ephemeral range, where an outgoing connection could take it while the database restarts. */
    private static int freePort() {
        for (int i = 0; i < 1000; i++) {
            int candidate = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT + 1);
            if (free(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException(
                "127.0.0.1 上没有空闲端口 / no free port on 127.0.0.1 between " + LOWEST_PORT + " and " + HIGHEST_PORT);
    }
}
