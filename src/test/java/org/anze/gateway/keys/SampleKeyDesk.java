package org.anze.gateway.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.seal.Suite;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Keys in a store, under a master key in a file, with the desk that handles them. */
public final class SampleKeyDesk {

    private final StoredDataKeys keys;
    private final KeyDesk desk;

    public SampleKeyDesk(DataSource store, Path folder, Instant now) throws IOException {
        KeySettings settings = new KeySettings(
                KeySettings.Choice.BY_SUITE, folder.resolve("master.p12"), folder.resolve("master.password"), null);
        MasterKeys.provide(settings.store(), settings.passwordFile(), KeyCipher.SM4_GCM);
        MasterKeys masters = MasterKeys.open(settings);
        JdbcClient jdbc = JdbcClient.create(store);
        JdbcTransactionManager transactions = new JdbcTransactionManager(store);
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        this.keys = new StoredDataKeys(jdbc, transactions, masters, KeyCipher.SM4_GCM, clock);
        this.desk = new KeyDesk(
                jdbc,
                transactions,
                keys,
                masters,
                KeyCipher.SM4_GCM,
                new AuditLog(jdbc, transactions, Suite.SM, clock),
                clock);
        desk.confirmedBy(person -> true);
    }

    public DataKeys keys() {
        return keys;
    }

    public KeyDesk desk() {
        return desk;
    }
}
