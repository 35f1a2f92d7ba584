package org.anze.gateway.archive;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.proof.TrustFile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Puts the content of a bundle back into the live tables of the ledger it came from, in one transaction: broken off, nothing
 * happened. What is there is never overwritten. The gateway may run. For one thread.
 */
public final class Restore {

    private static final int PORTION = 500;

    private final DataSource database;
    private final TrustFile trust;
    private final AuditLog audit;
    private final Clock clock;

    /** @param trust what the bundle is verified against first */
    public Restore(DataSource database, TrustFile trust, AuditLog audit, Clock clock) {
        this.database = database;
        this.trust = trust;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * How many entries got their units back, and how many chunks of raw bytes came back.
     *
     * @param stillOut whether the month was taken out by another bundle, that of the catalogue; this one has filled in what it
     *     has, and the month stays out
     */
    public record Restored(BundleReport bundle, long entries, long chunks, boolean stillOut) {}

    /**
     * Verifies the bundle, then puts its content back, durably on return.
     *
     * @throws SenderMustCorrect by {@link ArchiveProblem} when it does not verify or is of another ledger; nothing was written
     */
    public Restored restore(Actor who, Path file) {
        who.requirePerson();
        try {
            BundleReport report = new BundleVerifier(trust).verify(file);
            JdbcClient jdbc = JdbcClient.create(database);
            requireStaying(new ArchiveCatalogue(jdbc), report);
            requireOurs(jdbc, report);
            note(who, report, "restore begun: " + report.digestText());
            try (BundleInput bundle = BundleInput.open(file, trust.seal());
                    Connection connection = database.getConnection()) {
                connection.setAutoCommit(false);
                ArchiveCatalogue within =
                        new ArchiveCatalogue(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
                // Who approves a removal meanwhile waits; who did before is seen now.
                within.lock(report.month());
                requireStaying(within, report);
                // One transaction, because the file is compared with its manifest once more while it is read again.
                long entries = units(bundle, connection);
                long chunks = raw(bundle, report.month().atDay(1), connection);
                // What an older one lacks came in late, and may lie in the newer one only.
                boolean stillOut = within.find(report.month())
                        .filter(known -> known.takenOutAt() != null && !Arrays.equals(known.digest(), report.digest()))
                        .isPresent();
                if (!stillOut) {
                    within.restored(report.month(), clock.instant());
                }
                connection.commit();
                note(
                        who,
                        report,
                        "restored: " + entries + " entries, " + chunks + " chunks"
                                + (stillOut ? ", of another bundle than the catalogue's" : ""));
                return new Restored(report, entries, chunks, stillOut);
            }
        } catch (FlawException flaw) {
            throw new SenderMustCorrect(ArchiveProblem.BUNDLE_REFUSED, Location.WHOLE, flaw.flaw(), flaw.where());
        } catch (SQLException e) {
            throw new IllegalStateException("the content cannot be written", e);
        }
    }

    private static void requireStaying(ArchiveCatalogue catalogue, BundleReport report) {
        if (catalogue.isLeaving(report.month())) {
            throw new SenderMustCorrect(ArchiveProblem.IS_OUT, Location.WHOLE, report.month());
        }
    }

    private static void requireOurs(JdbcClient jdbc, BundleReport report) {
        // Of a month without entries there may be no checkpoint to compare.
        boolean ours = jdbc.sql("select exists (select 1 from ledger_state where origin = ?)")
                        .param(report.ledger())
                        .query(Boolean.class)
                        .single()
                && (report.from() == report.to()
                        || jdbc.sql("select exists (select 1 from checkpoint where size = ? and note = ?)")
                                .params(report.to(), report.note())
                                .query(Boolean.class)
                                .single());
        if (!ours) {
            throw new SenderMustCorrect(ArchiveProblem.OTHER_LEDGER, Location.WHOLE, "检查点 / checkpoint " + report.to());
        }
    }

    private static long units(BundleInput bundle, Connection connection) throws FlawException, SQLException {
        long restored = 0;
        try (BundleInput.Reading units = bundle.read(Member.UNITS)) {
            List<Long> indexes = new ArrayList<>();
            List<byte[]> contents = new ArrayList<>();
            for (long index = units.number(Long.BYTES); index >= 0; index = units.number(Long.BYTES)) {
                indexes.add(index);
                contents.add(units.content());
                if (indexes.size() == PORTION) {
                    restored += units(connection, indexes, contents);
                }
            }
            units.finish();
            return restored + units(connection, indexes, contents);
        }
    }

    private static int units(Connection connection, List<Long> indexes, List<byte[]> contents) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update ledger_entry e set units = v.units"
                + " from unnest(?, ?) v (idx, units) where e.idx = v.idx and octet_length(e.units) = 0")) {
            update.setArray(1, connection.createArrayOf("int8", indexes.toArray()));
            update.setArray(2, connection.createArrayOf("bytea", contents.toArray(byte[][]::new)));
            int count = update.executeUpdate();
            indexes.clear();
            contents.clear();
            return count;
        }
    }

    /** Submissions of other months that reach into this one come back with theirs, or they would never leave again. */
    private static long raw(BundleInput bundle, LocalDate month, Connection connection)
            throws FlawException, SQLException {
        long restored = 0;
        try (BundleInput.Reading raw = bundle.read(Member.RAW);
                PreparedStatement insert = connection.prepareStatement(
                        "insert into raw_chunk (submission, number, first_line, content) select ?, ?, ?, ?"
                                + " where exists (select 1 from submission s where s.seq = ? and not exists (select 1"
                                + " from archive_bundle b where b.month = date_trunc('month', s.received_at at time zone"
                                + " 'Asia/Shanghai')::date and b.month <> ? and b.taken_out_at is not null"
                                + " and s.seq <= b.last_submission)) on conflict do nothing")) {
            for (long seq = raw.number(Long.BYTES); seq >= 0; seq = raw.number(Long.BYTES)) {
                insert.setLong(1, seq);
                insert.setInt(2, (int) raw.number(Integer.BYTES));
                insert.setLong(3, raw.number(Long.BYTES));
                insert.setBytes(4, raw.content());
                insert.setLong(5, seq);
                insert.setObject(6, month);
                restored += insert.executeUpdate();
            }
            raw.finish();
            return restored;
        }
    }

    private void note(Actor who, BundleReport report, String outcome) {
        audit.write(new AuditEvent(AuditKind.OPERATION, who, null, null, "archive " + report.month(), outcome, null));
    }
}
