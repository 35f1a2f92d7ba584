package org.anze.gateway.archive;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.nodes.Lease;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes approved months out of the live tables, in portions of one transaction each: broken off anywhere, it goes on where the
 * last one ended. Only units and raw bytes go. For one thread at a time; of several nodes the one with the lease.
 */
public final class Removal {

    private static final Logger LOG = LoggerFactory.getLogger(Removal.class);

    /** Numbers of submissions that one transaction looks at. */
    private static final int LOOKED_AT = 10_000;
    /** Raw bytes that go in one transaction, unless one submission has more. */
    private static final long MOST_BYTES = 256L << 20;

    /**
     * What one transaction takes out at most.
     *
     * @param entries whose units go
     * @param submissions whose raw bytes go
     */
    record Portion(int entries, int submissions) {
        static final Portion USUAL = new Portion(2_000, 200);
    }

    private final DataSource database;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ArchiveCatalogue catalogue;
    private final AuditLog audit;
    private final Lease lease;
    private final Clock clock;
    private final Portion most;

    /** @param lease of what runs by the clock */
    public Removal(
            DataSource database, PlatformTransactionManager transactions, AuditLog audit, Lease lease, Clock clock) {
        this(database, transactions, audit, lease, clock, Portion.USUAL);
    }

    Removal(
            DataSource database,
            PlatformTransactionManager transactions,
            AuditLog audit,
            Lease lease,
            Clock clock,
            Portion most) {
        this.database = database;
        this.jdbc = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(transactions);
        this.catalogue = new ArchiveCatalogue(jdbc);
        this.audit = audit;
        this.lease = lease;
        this.clock = clock;
        this.most = most;
    }

    private record Due(
            long id,
            ArchiveCatalogue.Bundle bundle,
            long lastSubmission,
            @Nullable Long nextEntry,
            long nextSubmission) {

        YearMonth month() {
            return bundle.month();
        }

        MonthRange range() {
            return new MonthRange(bundle.month(), bundle.from(), bundle.to());
        }
    }

    /**
     * One portion of what is due.
     *
     * @return whether there was any
     */
    public boolean step() {
        Optional<Due> found = due();
        if (found.isEmpty()) {
            return false;
        }
        Due due = found.get();
        Long nextEntry = due.nextEntry();
        if (nextEntry == null) {
            begin(due);
        } else if (nextEntry < due.bundle().to()) {
            entries(due, nextEntry);
        } else if (due.nextSubmission() <= due.lastSubmission()) {
            rawBytes(due);
        } else {
            finish(due);
        }
        return true;
    }

    private Optional<Due> due() {
        record Row(
                long id,
                YearMonth month,
                long last,
                @Nullable Long nextEntry,
                long nextSubmission) {}
        // The digest is that of the request: no bundle is exchanged while content of its month is on its way out.
        return jdbc.sql("select r.id, b.month, b.last_submission, r.next_entry, coalesce(r.next_submission, 0)"
                        + " from archive_removal r join archive_bundle b on b.month = r.month and b.digest = r.digest"
                        + " where r.approved and r.done_at is null order by r.id limit 1")
                .query((row, number) -> new Row(
                        row.getLong(1),
                        YearMonth.from(row.getObject(2, LocalDate.class)),
                        row.getLong(3),
                        row.getObject(4, Long.class),
                        row.getLong(5)))
                .optional()
                .flatMap(row -> catalogue
                        .find(row.month())
                        .map(bundle -> new Due(row.id(), bundle, row.last(), row.nextEntry(), row.nextSubmission())));
    }

    /** Nothing is gone yet: the last moment to find that something would be that lies nowhere else. */
    private void begin(Due due) {
        boolean complete = catalogue.isComplete(due.bundle());
        if (!complete) {
            LOG.atWarn()
                    .log(
                            "归档包 {} 不含全部报送批次，未移出任何内容，须重新制作 / the bundle of {} lacks submissions: nothing was taken out, make it anew",
                            due.month(),
                            due.month());
        }
        transaction.executeWithoutResult(status -> {
            lease.guard(database);
            if (complete) {
                progress(due, due.bundle().from(), 0);
            } else {
                jdbc.sql("update archive_removal set approved = false where id = ?")
                        .param(due.id())
                        .update();
                note(due, "removal not begun: the bundle does not hold all submissions");
            }
        });
    }

    /** With the transaction that does what it says. */
    private void note(Due due, String outcome) {
        audit.writeAtCommit(new AuditEvent(
                AuditKind.OPERATION, Actor.GATEWAY, null, null, "archive " + due.month(), outcome, null));
    }

    private void entries(Due due, long from) {
        long to = Math.min(from + most.entries(), due.bundle().to());
        transaction.executeWithoutResult(status -> {
            lease.guard(database);
            jdbc.sql("update ledger_entry set units = '' where idx >= ? and idx < ? and octet_length(units) > 0")
                    .params(from, to)
                    .update();
            progress(due, to, 0);
        });
    }

    private void rawBytes(Due due) {
        record Sent(long seq, long bytes) {}
        long from = due.nextSubmission();
        long to = Math.min(from + LOOKED_AT, due.lastSubmission() + 1);
        transaction.executeWithoutResult(status -> {
            lease.guard(database);
            // Of the month's own submissions: those of other months that reach into its range go with theirs.
            List<Sent> sent = jdbc.sql("select seq, bytes from submission where seq >= ? and seq < ?"
                            + " and received_at >= ? and received_at < ? order by seq limit ?")
                    .params(from, to, due.range().begin(), due.range().end(), most.submissions() + 1)
                    .query((row, number) -> new Sent(row.getLong(1), row.getLong(2)))
                    .list();
            List<Long> leaving = new ArrayList<>();
            long next = to;
            long bytes = 0;
            for (Sent each : sent) {
                bytes += each.bytes();
                if (leaving.size() == most.submissions() || !leaving.isEmpty() && bytes > MOST_BYTES) {
                    next = each.seq();
                    break;
                }
                leaving.add(each.seq());
            }
            jdbc.sql("delete from raw_chunk where submission = any(?)")
                    .param(leaving.toArray(Long[]::new))
                    .update();
            progress(due, due.bundle().to(), next);
        });
    }

    private void progress(Due due, long nextEntry, long nextSubmission) {
        jdbc.sql("update archive_removal set next_entry = ?, next_submission = ? where id = ?")
                .params(nextEntry, nextSubmission, due.id())
                .update();
    }

    private void finish(Due due) {
        transaction.executeWithoutResult(status -> {
            lease.guard(database);
            note(due, "content taken out");
            jdbc.sql("update archive_removal set done_at = ? where id = ?")
                    .params(ArchiveCatalogue.utc(clock.instant()), due.id())
                    .update();
            catalogue.takenOut(due.month(), clock.instant());
        });
    }
}
