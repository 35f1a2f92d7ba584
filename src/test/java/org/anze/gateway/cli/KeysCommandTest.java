package org.anze.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.TestStores;
import org.anze.gateway.keys.SampleKeyDesk;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine;

class KeysCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter said = new StringWriter();
    private HikariDataSource store;
    private SampleKeyDesk keys;

    @BeforeEach
    void keysOfTwoMonths() throws Exception {
        store = (HikariDataSource) TestStores.freshSchema();
        Files.writeString(folder.resolve("database.password"), store.getPassword() + "\n");
        Files.writeString(
                folder.resolve("seal.crt"),
                SampleSeals.gateway(Suite.SM).certificate().pem());
        keys = new SampleKeyDesk(store, folder, Instant.now());
        keys.keys().current("insurer-jia", Instant.parse("2026-01-10T00:00:00Z"));
        keys.keys().current("insurer-jia", Instant.now());
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("keys"));
        all.addAll(List.of(arguments));
        all.addAll(List.of(
                "--database",
                        store.getJdbcUrl() + (store.getJdbcUrl().contains("?") ? "&" : "?") + "currentSchema="
                                + store.getSchema(),
                "--user", store.getUsername(),
                "--password-file", folder.resolve("database.password").toString(),
                "--master", folder.resolve("master.p12").toString(),
                "--master-password", folder.resolve("master.password").toString(),
                "--certificate", folder.resolve("seal.crt").toString()));
        PrintWriter out = new PrintWriter(said, true);
        return new CommandLine(new Commands()).setOut(out).setErr(out).execute(all.toArray(String[]::new));
    }

    @Test
    void listsKeysWithoutTheirContent() {
        assertThat(run("list")).isZero();

        assertThat(said.toString()).contains("insurer-jia  2026-01  1  SM4_GCM  anze-master-1");
    }

    @Test
    void changesTheMasterKeyBesideTheGateway() {
        assertThat(run("rotate", "--person", "wang")).as(said.toString()).isZero();

        assertThat(said.toString()).contains("✔ anze-master-2");
        assertThat(keys.desk().list(100)).allMatch(key -> key.master().equals("anze-master-2"));
    }

    @Test
    void preparesTheNextMasterKeyWithoutUsingIt() {
        assertThat(run("prepare", "--person", "wang")).as(said.toString()).isZero();

        assertThat(said.toString()).contains("✔ anze-master-2");
        assertThat(keys.desk().list(100)).allMatch(key -> key.master().equals("anze-master-1"));
    }

    @Test
    void givesOnePartyAnotherDataKey() {
        assertThat(run("rotate", "insurer-jia", "--person", "wang"))
                .as(said.toString())
                .isZero();

        assertThat(keys.desk().list(100)).hasSize(3);
    }

    @Test
    void onlyAsksForDestruction() {
        assertThat(run("destroy", "insurer-jia", "2026-01", "--reason", "安监函〔2026〕1号", "--person", "wang"))
                .as(said.toString())
                .isZero();

        assertThat(keys.desk().pending())
                .extracting(request -> request.requestedBy())
                .containsExactly("wang");
        assertThat(keys.desk().list(100)).allMatch(key -> key.destroyedAt() == null);
    }

    @Test
    void writesNothingIntoTheAuditLogOfALedgerOfAnotherSuite() {
        JdbcClient jdbc = JdbcClient.create(store);
        jdbc.sql("insert into ledger_state (origin, suite, size, frontier, checkpoint) values ('x', 'INTL', 0, '', '')")
                .update();

        assertThat(run("rotate", "--person", "wang")).isEqualTo(2);

        assertThat(said.toString()).contains("--certificate");
        assertThat(jdbc.sql("select count(*) from audit_event")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(keys.desk().list(100)).allMatch(key -> key.master().equals("anze-master-1"));
    }

    @Test
    void makesMasterKeysOnceAndNeverOverThem() throws Exception {
        byte[] before = Files.readAllBytes(folder.resolve("master.p12"));
        assertThat(run("init")).isEqualTo(2);
        assertThat(folder.resolve("master.p12")).hasBinaryContent(before);

        Files.delete(folder.resolve("master.p12"));
        assertThat(run("init")).isZero();
        assertThat(folder.resolve("master.p12")).exists();
    }

    @Test
    void saysWhatIsRefusedAndWhatIsWrong() {
        assertThat(run("destroy", "insurer-jia", "2025-01", "--reason", "1号", "--person", "wang"))
                .isEqualTo(1);
        assertThat(run("destroy", "insurer-jia", "January", "--reason", "1号", "--person", "wang"))
                .isEqualTo(2);
        assertThat(run("rotate")).isEqualTo(2);
        assertThat(run("rotate", "--person", "x".repeat(41))).isEqualTo(2);
        assertThat(run("rotate", "insurer-typo", "--person", "wang")).isEqualTo(1);

        assertThat(said.toString()).contains("KEY-0002", "--person");
    }
}
