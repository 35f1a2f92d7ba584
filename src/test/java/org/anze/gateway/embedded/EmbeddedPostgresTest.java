package org.anze.gateway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.anze.gateway.pki.PrivateFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs as root and as an ordinary user; the temporary directory is closed to others, as JUnit makes it. */
class EmbeddedPostgresTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path programs;

    @TempDir
    Path home;

    /** What a test starts in a JVM of its own, so that it can be killed. */
    static final class Gateway {
        public static void main(String[] arguments) throws InterruptedException {
            EmbeddedPostgres postgres = new EmbeddedPostgres(Path.of(arguments[0]), Path.of(arguments[1]));
            postgres.start();
            System.out.println("ready");
            Thread.currentThread().join();
        }
    }

    @Test
    void keepsDataAndPortOverARestart() throws Exception {
        String url;
        try (EmbeddedPostgres postgres = started()) {
            url = postgres.jdbcUrl();
            execute(postgres, "CREATE TABLE kept (n int)");
            execute(postgres, "INSERT INTO kept VALUES (7)");
            assertThat(postgres.running()).isTrue();
        }
        try (EmbeddedPostgres postgres = started()) {
            assertThat(postgres.jdbcUrl()).isEqualTo(url);
            assertThat(ask(postgres, "SELECT n FROM kept")).isEqualTo("7");
        }
    }

    @Test
    void isDurableLocalAndNotASuperuser() throws Exception {
        try (EmbeddedPostgres postgres = started()) {
            for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes", "data_checksums"}) {
                assertThat(ask(postgres, "SHOW " + setting)).as(setting).isEqualTo("on");
            }
            assertThat(ask(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(postgres, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
            // Characters outside GBK sort and fold by code point, the same on every machine.
            assertThat(ask(postgres, "SELECT length('䶮㛃𠮷')")).isEqualTo("3");
        }
    }

    @Test
    void leavesNoProcessBehind() throws Exception {
        long postmaster;
        try (EmbeddedPostgres postgres = started()) {
            postmaster = postgres.postmaster();
            assertThat(ProcessHandle.of(postmaster)).isPresent();
        }
        assertThat(ProcessHandle.of(postmaster)).isEmpty();
    }

    @Test
    void refusesAWrongPassword() {
        try (EmbeddedPostgres postgres = started()) {
            assertThat(catchThrowable(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "wrong")))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void keepsItsSecretsToItsOwner() throws Exception {
        try (EmbeddedPostgres postgres = started()) {
            assertThat(postgres.password()).hasSize(32);
            for (String name : new String[] {"owner.secret", "superuser.secret"}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name))))
                        .isEqualTo("rw-------");
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("cluster"))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void comesBackOnTheSamePortAfterThePostmasterIsKilled() throws Exception {
        try (EmbeddedPostgres postgres = started()) {
            execute(postgres, "CREATE TABLE kept AS SELECT 7 AS n");
            long killed = postgres.postmaster();
            String url = postgres.jdbcUrl();

            ProcessHandle.of(killed).orElseThrow().destroyForcibly();

            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
                assertThat(ask(postgres, "SELECT n FROM kept")).isEqualTo("7");
                assertThat(postgres.postmaster()).isNotEqualTo(killed);
            });
            assertThat(postgres.jdbcUrl()).isEqualTo(url);
            await().atMost(PATIENCE).until(postgres::running);
        }
    }

    @Test
    void endsWithItsGatewayWhenThatIsKilled() throws Exception {
        Process gateway = gatewayOfItsOwn();
        ProcessHandle postmaster = recordedPostmaster();

        gateway.destroyForcibly().waitFor();

        await().atMost(PATIENCE).until(() -> !postmaster.isAlive());
    }

    @Test
    void stopsAPostmasterThatOutlivedItsGateway() throws Exception {
        Process gateway = gatewayOfItsOwn();
        ProcessHandle leftOver = recordedPostmaster();
        // A stopped gateway cannot restart anything; without its guard nothing tells the postmaster that it is gone.
        new ProcessBuilder("kill", "-STOP", Long.toString(gateway.pid()))
                .start()
                .waitFor();
        leftOver.parent().orElseThrow().destroyForcibly();
        gateway.destroyForcibly().waitFor();
        assertThat(leftOver.isAlive()).isTrue();

        try (EmbeddedPostgres postgres = started()) {
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
            await().atMost(PATIENCE).until(() -> !leftOver.isAlive());
            assertThat(postgres.postmaster()).isNotEqualTo(leftOver.pid());
        }
    }

    @Test
    void startsDespiteALockFileThatNamesAnUnrelatedProcess() throws Exception {
        started().close();
        Path lockFile = home.resolve("cluster/postmaster.pid");
        Files.writeString(
                lockFile, ProcessHandle.current().pid() + "\n" + home.resolve("cluster") + "\n0\n1\n\n\n0 0\n");

        try (EmbeddedPostgres postgres = started()) {
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void takesAnotherPortWhenItsOwnIsTaken() throws Exception {
        String before;
        int port;
        try (EmbeddedPostgres postgres = started()) {
            before = postgres.jdbcUrl();
            port = Integer.parseInt(Files.readString(home.resolve("port")));
        }
        try (ServerSocket ignored = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                EmbeddedPostgres postgres = started()) {
            assertThat(postgres.jdbcUrl()).isNotEqualTo(before);
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesASecondGatewayOnTheSameData() throws Exception {
        try (EmbeddedPostgres first = started()) {
            EmbeddedPostgres second = new EmbeddedPostgres(home, programs);

            assertThatIllegalStateException().isThrownBy(second::start).withMessageContaining("another gateway");

            assertThat(ask(first, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesToStartWhenCommitsWouldNotWaitForTheDisk() throws Exception {
        try (EmbeddedPostgres postgres = started()) {
            execute(postgres, "ALTER ROLE anze SET synchronous_commit = off");
        }
        EmbeddedPostgres weakened = new EmbeddedPostgres(home, programs);

        assertThatIllegalStateException().isThrownBy(weakened::start).withMessageContaining("synchronous_commit");

        assertThat(weakened.running()).isFalse();
        assertThat(Files.exists(home.resolve("cluster/postmaster.pid"))).isFalse();
    }

    @Test
    void refusesAClusterOfAnotherVersion() throws Exception {
        started().close();
        Files.writeString(home.resolve("cluster/PG_VERSION"), "17\n");

        assertThatIllegalStateException()
                .isThrownBy(new EmbeddedPostgres(home, programs)::start)
                .withMessageContaining("17");
    }

    @Test
    void makesTheClusterAnewWhenItWasOnlyHalfMade() throws Exception {
        Files.createDirectories(home.resolve("cluster.unfinished/base"));

        try (EmbeddedPostgres postgres = started()) {
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
        }
        assertThat(home.resolve("cluster.unfinished")).doesNotExist();
    }

    @Test
    void runsWithoutAnyCapabilityWhereTheDirectoryIsOpen() throws Exception {
        assumeTrue(PostgresAccount.owner(Path.of("/proc/self")) == 0, "only root changes the account");
        Path open = Files.createTempDirectory(Path.of("/var/tmp"), "anze-test-");
        try {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
            try (EmbeddedPostgres postgres = new EmbeddedPostgres(open)) {
                postgres.start();
                assertThat(capabilities(postgres.postmaster())).isEqualTo("0000000000000000");
                assertThat(PostgresAccount.owner(Path.of("/proc", Long.toString(postgres.postmaster()))))
                        .isNotZero();
            }
        } finally {
            PrivateFiles.removeTree(open);
        }
    }

    private static String capabilities(long process) throws Exception {
        return Files.readAllLines(Path.of("/proc", Long.toString(process), "status")).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .map(line -> line.substring("CapEff:".length()).strip())
                .findFirst()
                .orElseThrow();
    }

    private EmbeddedPostgres started() {
        EmbeddedPostgres postgres = new EmbeddedPostgres(home, programs);
        postgres.start();
        return postgres;
    }

    private Process gatewayOfItsOwn() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                Gateway.class.getName(),
                home.toString(),
                programs.toString());
        builder.environment().putAll(Map.of("CLASSPATH", System.getProperty("java.class.path")));
        Process process = builder.redirectErrorStream(true).start();
        StringBuilder seen = new StringBuilder();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); !"ready".equals(line); line = lines.readLine()) {
            assertThat(line).as("gateway ended early: %s", seen).isNotNull();
            seen.append(line).append('\n');
        }
        return process;
    }

    private ProcessHandle recordedPostmaster() throws Exception {
        String pid = Files.readAllLines(home.resolve("cluster/postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }
}
