package org.anze.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.keys.KeyCipher;
import org.anze.gateway.keys.KeyDesk;
import org.anze.gateway.keys.KeySettings;
import org.anze.gateway.keys.MasterKeys;
import org.anze.gateway.keys.StoredDataKeys;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.Suite;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where a command about keys finds the database and the master keys. */
final class KeyStores {

    @Mixin
    private StoreLogin login = new StoreLogin();

    @Mixin
    private MasterKeyOptions masterKeys = new MasterKeyOptions();

    @Option(
            names = "--certificate",
            scope = ScopeType.INHERIT,
            paramLabel = "seal.crt",
            description = {"签封证书，决定算法套件，默认 data/pki/seal.crt", "sealing certificate: its suite decides the cipher"})
    private Path certificate = Path.of("data", "pki", "seal.crt");

    @Option(
            names = "--cipher",
            scope = ScopeType.INHERIT,
            paramLabel = "by-suite|aes-256-gcm",
            description = {"与 anze.keys.cipher 相同", "as anze.keys.cipher"})
    private String cipher = "by-suite";

    /**
     * Makes file and password of the master keys.
     *
     * @throws IllegalArgumentException when there is such a file, or no certificate
     */
    Path create() {
        if (Files.exists(masterKeys.file())) {
            throw new IllegalArgumentException("文件已存在 / the file exists: " + masterKeys.file());
        }
        try {
            MasterKeys.provide(
                    masterKeys.file(), masterKeys.password(), settings().cipherFor(suite()));
            return masterKeys.file();
        } catch (IOException | FlawException e) {
            throw new IllegalArgumentException("文件不可用 / unusable file: " + e.getMessage(), e);
        }
    }

    private KeySettings settings() {
        KeySettings.Choice choice =
                switch (cipher) {
                    case "by-suite" -> KeySettings.Choice.BY_SUITE;
                    case "aes-256-gcm" -> KeySettings.Choice.AES_256_GCM;
                    default -> throw new IllegalArgumentException("--cipher by-suite | aes-256-gcm");
                };
        return masterKeys.settings(choice);
    }

    private Suite suite() throws IOException, FlawException {
        return SealCertificate.ofPem(Files.readString(certificate)).publicKey().suite();
    }

    /** @throws IllegalArgumentException naming what is missing or cannot be used */
    KeyDesk desk() {
        PGSimpleDataSource store = login.open();
        try {
            KeySettings settings = settings();
            Suite suite = suite();
            KeyCipher used = settings.cipherFor(suite);
            DataSourceTransactionManager transactions = new DataSourceTransactionManager(store);
            JdbcClient jdbc = JdbcClient.create(store);
            requireSuite(jdbc, suite);
            MasterKeys masters = MasterKeys.open(settings);
            Clock clock = Clock.systemUTC();
            KeyDesk desk = new KeyDesk(
                    jdbc,
                    transactions,
                    new StoredDataKeys(jdbc, transactions, masters, used, clock),
                    masters,
                    used,
                    new AuditLog(jdbc, transactions, suite, clock),
                    clock);
            // Nobody proves here who he is; both accounts are looked at when somebody approves at the console.
            desk.confirmedBy(person -> true);
            return desk;
        } catch (IOException | FlawException e) {
            throw new IllegalArgumentException("文件不可用 / unusable file: " + e.getMessage(), e);
        }
    }

    /** What is written into the audit log is hashed in the ledger's suite; in another one it would break the chain. */
    private void requireSuite(JdbcClient jdbc, Suite suite) {
        boolean other = jdbc.sql("select exists (select 1 from ledger_state where suite <> ?)")
                .param(suite.name())
                .query(Boolean.class)
                .single();
        if (other) {
            throw new IllegalArgumentException(
                    "--certificate 与台账的算法套件不符 / is not of the ledger's suite: " + certificate);
        }
    }
}
