package org.anze.gateway.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.ledger.TypeNumber;
import org.anze.gateway.pki.PrivateFiles;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.SealTime;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.parcel.SignedStatement;
import org.anze.gateway.seal.proof.TrustFile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the bundle of a closed month out of one moment of the database, verifies the file as a stranger would, opens the content
 * that a stranger cannot, and enters it in the catalogue. The gateway may run; memory does not grow with the month. For one thread.
 */
public final class BundleMaker {

    private final DataSource database;
    private final Signer signer;
    private final List<SealCertificate> certificates;
    private final TrustFile trust;
    private final DataKeys keys;
    private final Path folder;
    private final Retention retention;
    private final AuditLog audit;
    private final Clock clock;

    /**
     * @param certificates of all sealing keys this ledger ever had; that of the signer first
     * @param trust what the finished file is verified against before it counts
     * @param keys open the content once more, for as long as it is here too
     */
    public BundleMaker(
            DataSource database,
            Signer signer,
            List<SealCertificate> certificates,
            TrustFile trust,
            DataKeys keys,
            Path folder,
            Retention retention,
            AuditLog audit,
            Clock clock) {
        this.database = database;
        this.signer = signer;
        this.certificates = List.copyOf(certificates);
        this.trust = trust;
        this.keys = keys;
        this.folder = folder;
        this.retention = retention;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Makes it, durably on return. A bundle of the same month made before is replaced in the catalogue; its file stays where
     * its name differs.
     *
     * @throws SenderMustCorrect by {@link ArchiveProblem} when the month is not closed, its content was taken out, or what
     *     is in the database is not what was sealed and received
     * @throws UncheckedIOException when the file cannot be written
     */
    public BundleReport make(Actor who, YearMonth month) {
        String person = who.requirePerson();
        Instant now = clock.instant();
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            try {
                JdbcClient snapshot = JdbcClient.create(new SingleConnectionDataSource(connection, true));
                requireIn(snapshot, month);
                MonthRange range = MonthRange.closed(snapshot, month, now);
                note(who, month, "bundle begun");
                long last = snapshot.sql("select coalesce(max(seq), 0) from submission")
                        .query(Long.class)
                        .single();
                PrivateFiles.directory(folder);
                Path file = folder.resolve("anze-" + month + "-" + now.getEpochSecond() + ".zip");
                Path unfinished = file.resolveSibling(file.getFileName() + ".part");
                PrivateFiles.writeNew(unfinished, new byte[0]);
                try {
                    write(unfinished, connection, snapshot, range, now);
                    new ContentCheck(connection, snapshot, signer.suite(), keys, range).run();
                    // Verifying takes long and needs no database; a server ends sessions that leave a transaction idle,
                    // and
                    // what others change meanwhile is kept for whoever sees this moment.
                    connection.rollback();
                    BundleReport report = new BundleVerifier(trust).verify(unfinished);
                    enter(report, last, unfinished, file, person, now);
                    note(who, month, "bundle made: " + report.digestText());
                    return report;
                } finally {
                    Files.deleteIfExists(unfinished);
                }
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the ledger cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FlawException flaw) {
            // What was just read from the database is not what was sealed: nothing may be taken out on its strength.
            throw new SenderMustCorrect(ArchiveProblem.BUNDLE_REFUSED, Location.WHOLE, flaw.flaw(), flaw.where());
        }
    }

    private static void requireIn(JdbcClient jdbc, YearMonth month) {
        boolean out = jdbc.sql(
                        "select exists (select 1 from archive_bundle where month = ? and (taken_out_at is not null"
                                + " or exists (select 1 from archive_removal r where r.month = archive_bundle.month"
                                + " and r.approved and r.done_at is null)))")
                .param(month.atDay(1))
                .query(Boolean.class)
                .single();
        if (out) {
            throw new SenderMustCorrect(ArchiveProblem.IS_OUT, Location.WHOLE, month);
        }
    }

    private void write(Path file, Connection connection, JdbcClient snapshot, MonthRange range, Instant now)
            throws IOException, SQLException {
        Suite suite = signer.suite();
        try (OutputStream out =
                        new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.WRITE), 1 << 20);
                BundleOutput bundle = new BundleOutput(out, suite)) {
            String ledger = snapshot.sql("select coalesce((select origin from ledger_state), '')")
                    .query(String.class)
                    .single();
            new MonthMembers(connection, snapshot, suite, range, certificates).writeTo(bundle);
            bundle.manifest(
                    SignedStatement.sign(manifest(snapshot, ledger, range, bundle, now), signer, certificates.get(0)));
        }
        try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
            written.force(true);
        }
    }

    /** Only what was found good gets its name, and before the catalogue says that it has it. */
    private void enter(BundleReport report, long last, Path unfinished, Path file, String person, Instant now)
            throws IOException {
        long bytes = Files.size(unfinished);
        try {
            new TransactionTemplate(new DataSourceTransactionManager(database)).executeWithoutResult(status -> {
                new ArchiveCatalogue(JdbcClient.create(database)).enter(report, last, file, bytes, person, now);
                try {
                    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
                    PrivateFiles.sync(folder);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Map<String, Object> manifest(
            JdbcClient snapshot, String ledger, MonthRange range, BundleOutput bundle, Instant now) {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("format", Member.FORMAT);
        manifest.put("from", range.from());
        manifest.put("issuedAt", SealTime.write(now));
        manifest.put("keepUntil", keepUntil(snapshot, range).toString());
        manifest.put("ledger", ledger);
        manifest.put("members", bundle.written());
        manifest.put("month", range.month().toString());
        manifest.put("suite", signer.suite().name());
        manifest.put("to", range.to());
        return manifest;
    }

    private LocalDate keepUntil(JdbcClient snapshot, MonthRange range) {
        int years = snapshot
                .sql("select distinct record_type from ledger_entry where idx >= ? and idx < ?")
                .params(range.from(), range.to())
                .query((row, number) -> retention.yearsOf(TypeNumber.type(row.getShort(1))))
                .stream()
                .reduce(retention.years(), Math::max);
        return range.month().plusMonths(1).atDay(1).plusYears(years);
    }

    private void note(Actor who, YearMonth month, String outcome) {
        audit.write(new AuditEvent(AuditKind.OPERATION, who, null, null, "archive " + month, outcome, null));
    }
}
