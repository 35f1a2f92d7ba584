package org.anze.gateway.archive;

import java.sql.Connection;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.nodes.Lease;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes approved months out of the live tables, in portions of one transaction each: broken off anywhere, it goes on where the
 * tables are. Only units and raw bytes go. For one thread at a time; of several nodes the one with the lease.
 */
public final class Removal {

    /** Entries in one transaction. */
    static final int ENTRIES = 2_000;
    /** Submissions whose raw bytes go in one transaction. */
    static final int SUBMISSIONS = 200;

    private final DataSource database;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ArchiveCatalogue catalogue;
    private final AuditLog audit;
    private final Lease lease;
    private final Clock clock;

    /** @param lease of what runs by the clock */
    public Removal(
            DataSource database, PlatformTransactionManager transactions, AuditLog audit, Lease lease, Clock clock) {
        this.database = database;
        this.jdbc = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(transactions);
        this.catalogue = new ArchiveCatalogue(jdbc);
        this.audit = audit;
        this.lease = lease;
        this.clock = clock;
    }

    private record Due(long id, YearMonth month, long from, long to, long lastSubmission) {}

    /**
     * One portion of what is due.
     *
     * @return whether there was any
     */
    public boolean step() {
        Optional<Due> due = jdbc.sql(
                        "select r.id, b.month, b.from_entry, b.to_entry, b.last_submission from archive_removal r"
                                + " join archive_bundle b on b.month = r.month and b.digest = r.digest"
                                + " where r.approved and r.done_at is null order by r.id limit 1")
                .query((row, number) -> new Due(
                        row.getLong(1),
                        YearMonth.from(row.getObject(2, LocalDate.class)),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5)))
                .optional();
        if (due.isEmpty()) {
            return false;
        }
        int out = Objects.requireNonNull(transaction.execute(status -> portion(due.get())));
        if (out == 0) {
            finish(due.get());
        }
        return true;
    }

    private int portion(Due due) {
        guard();
        int entries = jdbc.sql("update ledger_entry set units = '' where idx in (select idx from ledger_entry"
                        + " where idx >= ? and idx < ? and octet_length(units) > 0 order by idx limit " + ENTRIES + ")")
                .params(due.from(), due.to())
                .update();
        MonthRange range = new MonthRange(due.month(), due.from(), due.to());
        // Of the month's own submissions: those of other months that reach into its range go with theirs.
        int chunks = jdbc.sql("delete from raw_chunk where submission in (select s.seq from submission s"
                        + " where s.received_at >= ? and s.received_at < ? and s.seq <= ? and exists"
                        + " (select 1 from raw_chunk r where r.submission = s.seq) order by s.seq limit " + SUBMISSIONS
                        + ")")
                .params(range.begin(), range.end(), due.lastSubmission())
                .update();
        return entries + chunks;
    }

    private void finish(Due due) {
        audit.write(new AuditEvent(
                AuditKind.OPERATION, Actor.GATEWAY, null, null, "archive " + due.month(), "content taken out", null));
        transaction.executeWithoutResult(status -> {
            guard();
            jdbc.sql("update archive_removal set done_at = ? where id = ?")
                    .params(ArchiveCatalogue.utc(clock.instant()), due.id())
                    .update();
            catalogue.takenOut(due.month(), clock.instant());
        });
    }

    private void guard() {
        Connection connection = DataSourceUtils.getConnection(database);
        try {
            lease.guard(connection);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException("the lease cannot be asked for", e);
        } finally {
            DataSourceUtils.releaseConnection(connection, database);
        }
    }
}
