package org.anze.gateway.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.cli.ArchiveCommand;
import org.anze.gateway.keys.SampleKeyDesk;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands as people type them. */
class ArchiveCommandTest {

    private static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);

    @TempDir
    static Path folder;

    private static ArchivedMonths months;
    private static List<String> login;

    @BeforeAll
    static void growALedger() throws Exception {
        months = new ArchivedMonths(
                folder.resolve("unused"), pool -> new SampleKeyDesk(pool, folder, SampleSeals.NOW).keys());
        Files.writeString(folder.resolve("seal.crt"), GATEWAY.certificate().pem());
        Files.writeString(folder.resolve("seal.key"), GATEWAY.key().pem());
        Files.writeString(
                folder.resolve("ca.crt"), GATEWAY.authority().certificate().pem());
        try (Connection connection = months.pool.getConnection()) {
            String url = connection.getMetaData().getURL();
            Files.writeString(
                    folder.resolve("password"),
                    months.pool.unwrap(HikariDataSource.class).getPassword());
            login = List.of(
                    "--database",
                    url + (url.contains("?") ? "&" : "?") + "currentSchema=" + connection.getSchema(),
                    "--user",
                    connection.getMetaData().getUserName(),
                    "--password-file",
                    folder.resolve("password").toString(),
                    "--person",
                    "liu.system");
        }
    }

    private record Said(int exit, String text) {}

    private static Said run(List<String> more, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(more);
        all.addAll(List.of("--trust", folder.resolve("ca.crt").toString()));
        StringWriter out = new StringWriter();
        int exit = new CommandLine(new ArchiveCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(all.toArray(String[]::new));
        return new Said(exit, out.toString());
    }

    @Test
    void makesVerifiesSearchesAndRestores() throws Exception {
        Said made = run(
                login,
                "make",
                "2026-10",
                "--folder",
                folder.resolve("bundles").toString(),
                "--certificate",
                folder.resolve("seal.crt").toString(),
                "--private-key",
                folder.resolve("seal.key").toString(),
                "--master",
                folder.resolve("master.p12").toString(),
                "--master-password",
                folder.resolve("master.password").toString());
        assertThat(made.exit).as(made.text).isZero();
        assertThat(made.text).contains("2026-10", "300 (#0 – #299)", "2036-11-01");
        String file;
        try (var files = Files.list(folder.resolve("bundles"))) {
            file = files.toList().get(0).toString();
        }

        Said verified = run(List.of(), "verify", file);
        assertThat(verified.exit).as(verified.text).isZero();
        assertThat(verified.text)
                .contains(made.text.lines().skip(3).findFirst().orElseThrow().strip());
        assertThat(run(List.of(), "search", file, "--key", "P42", "--type", "policy").text)
                .contains("#42  policy  P42  v1", "✔ 1 条");
        assertThat(run(login, "list").text).contains("2026-10  300  3  ");
        months.jdbc.sql("update ledger_entry set units = '' where idx = 42").update();
        assertThat(run(login, "restore", file).text).contains("restored: 1 ");

        Files.write(Path.of(file), new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);
        byte[] bytes = Files.readAllBytes(Path.of(file));
        bytes[bytes.length / 2] ^= 1;
        Path changed = Files.write(folder.resolve("changed.zip"), bytes);
        assertThat(run(List.of(), "verify", changed.toString()).exit).isEqualTo(1);
    }

    @Test
    void saysWhatIsMissingOrRefused() {
        assertThat(run(List.of(), "list").exit).isEqualTo(2);
        assertThat(run(login, "make", "October").exit).isEqualTo(2);
        Said refused = run(
                login,
                "request-removal",
                "2025-01",
                "--digest",
                "00".repeat(32),
                "--place",
                "vault",
                "--reason",
                "why");
        assertThat(refused.exit).isEqualTo(1);
        assertThat(refused.text).contains("ARC-0002");
    }
}
