package org.anze.gateway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.YearMonth;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.proof.TrustFile;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where a command about the archive finds the database and whom it trusts, and who gives it. */
final class ArchiveStores {

    private static final int LONGEST_PERSON = 40;

    @Mixin
    private StoreLogin login = new StoreLogin();

    @Option(
            names = "--trust",
            scope = ScopeType.INHERIT,
            paramLabel = "TRUST",
            description = {"信任文件，默认 data/pki/seal-ca.crt", "trust file"})
    private Path trustFile = VerifyCommand.DEFAULT_TRUST;

    @Option(
            names = "--person",
            scope = ScopeType.INHERIT,
            description = {"操作者的控制台用户名，写入审计日志", "who does it, for the audit log"})
    private String person = "";

    /** @throws IllegalArgumentException naming what is missing or cannot be used */
    PGSimpleDataSource open() {
        return login.open();
    }

    /** @throws IllegalArgumentException when nobody is named, or not in a way the audit log could hold */
    Actor actor() {
        String who = person.strip();
        if (who.isEmpty() || who.length() > LONGEST_PERSON || !who.equals(Plain.text(who))) {
            throw new IllegalArgumentException("--person 1…" + LONGEST_PERSON);
        }
        return Actor.person(who);
    }

    TrustFile trust() throws FlawException {
        return TrustFile.of(text(trustFile));
    }

    /** Hashed in the ledger's suite, or the chain would break. */
    static AuditLog audit(PGSimpleDataSource store) {
        JdbcClient jdbc = JdbcClient.create(store);
        Suite suite = jdbc.sql("select suite from ledger_state")
                .query(String.class)
                .optional()
                .flatMap(Suite::byName)
                .orElseThrow(() -> new IllegalArgumentException("台账为空 / the ledger is empty"));
        return new AuditLog(jdbc, new DataSourceTransactionManager(store), suite, Clock.systemUTC());
    }

    /** @throws IllegalArgumentException naming a file that cannot be read */
    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("文件不可用 / unusable file: " + file, unreadable);
        }
    }

    /** @throws IllegalArgumentException for what is no month */
    static YearMonth month(String month) {
        try {
            return YearMonth.parse(month);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("yyyy-MM: " + month, e);
        }
    }
}
